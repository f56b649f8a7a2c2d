using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Names the code that a step runs.</summary>
public sealed record StepHandlerReference
{
    /// <summary>The method that is called when none is named.</summary>
    public const string DefaultMethod = "call";

    /// <summary>The handler's registered name, 1 to 500 characters.</summary>
    public required string Callable { get; init; }

    /// <summary>The method of the handler, for handlers with several.</summary>
    public string Method { get; init; } = DefaultMethod;

    /// <summary>The resolver that finds the handler; null asks them all in order.</summary>
    public string? Resolver { get; init; }

    /// <summary>Settings handed to the handler, as a JSON object; null when there are none.</summary>
    public JsonElement? Initialization { get; init; }
}
