using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>One step of a template: which handler runs, after which other steps, how often and for how long.</summary>
public sealed record StepTemplate
{
    /// <summary>The default of <see cref="Timeout"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The step's name, unique in its template: a lower-case letter, then up to 62 of a-z, 0-9 and _.</summary>
    public required string Name { get; init; }

    /// <summary>What the step does, at most 2,000 characters; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>The part that the step plays.</summary>
    public StepType Type { get; init; } = StepType.Standard;

    /// <summary>The code that runs.</summary>
    public required StepHandlerReference Handler { get; init; }

    /// <summary>Label of the system that the step talks to; null when nothing is said.</summary>
    public string? SystemDependency { get; init; }

    /// <summary>Names of the steps that must be complete before this one starts.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>What happens when the handler fails.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>How long one attempt may run, in whole seconds from 1 s to 7 days.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Events published when the step ends.</summary>
    public IReadOnlyList<StepEventDeclaration> PublishesEvents { get; init; } = [];

    /// <summary>How a batch is cut and worked off; null for steps outside a batch.</summary>
    public BatchConfig? BatchConfig { get; init; }

    /// <summary>The JSON Schema of the result; null accepts anything.</summary>
    public JsonElement? ResultSchema { get; init; }
}
