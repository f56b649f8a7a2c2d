using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tasker.Runtime.Templates;

/// <summary>What is different for one step, or for all, in an environment. A null property leaves the step's own value.</summary>
public sealed record StepOverride
{
    /// <summary>The name that stands for every step.</summary>
    public const string AllSteps = "ALL";

    /// <summary>The step's name, or <see cref="AllSteps"/>.</summary>
    public required string Step { get; init; }

    /// <summary>Keys laid over those of the handler's settings, as a JSON object.</summary>
    public JsonElement? Initialization { get; init; }

    /// <summary>The timeout, in whole seconds from 1 s to 7 days.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The retry settings that differ.</summary>
    public RetryOverride? Retry { get; init; }

    /// <summary>True when the change is for every step.</summary>
    [JsonIgnore]
    public bool IsForAll => string.Equals(Step, AllSteps, StringComparison.Ordinal);
}
