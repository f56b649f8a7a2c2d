using System.Text.Json;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>What a caller asks for (R§1.8). Checked as a whole before anything is written.</summary>
public sealed record TaskRequest
{
    /// <summary>Template name, 1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace; default <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Template version; null takes the default version.</summary>
    public string? Version { get; init; }

    /// <summary>The input, a JSON object within <see cref="Identity.JsonLimits"/> that satisfies the template's input schema.</summary>
    public required JsonElement Context { get; init; }

    /// <summary>Who asks, at most 128 characters; default <c>system</c>.</summary>
    public string Initiator { get; init; } = "system";

    /// <summary>Which system asks, at most 128 characters; default <c>tasker</c>.</summary>
    public string SourceSystem { get; init; } = "tasker";

    /// <summary>Why, at most 128 characters; default <c>Task requested</c>.</summary>
    public string Reason { get; init; } = "Task requested";

    /// <summary>Labels; at most 50 of 1 to 100 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Caller's options, a JSON object, passed through; null for none.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>-100 to 100, higher first; default 0.</summary>
    public int Priority { get; init; }

    /// <summary>When it was asked for; null: now.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Correlation id; null: a new UUIDv7.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>Correlation id of the cause.</summary>
    public Guid? ParentCorrelationId { get; init; }

    /// <summary>Decides the task's identity whatever the template says; 1 to 255 characters; null for none.</summary>
    public string? IdempotencyKey { get; init; }
}
