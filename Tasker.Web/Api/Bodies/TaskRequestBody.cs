using System.Text.Json;

namespace Tasker.Web.Api.Bodies;

/// <summary>What a caller sends to create a task. Times are text here, so that a time without a zone can be refused.</summary>
internal sealed record TaskRequestBody
{
    public string? Name { get; init; }

    public string Namespace { get; init; } = "default";

    public string? Version { get; init; }

    public JsonElement Context { get; init; }

    public string Initiator { get; init; } = "system";

    public string SourceSystem { get; init; } = "tasker";

    public string Reason { get; init; } = "Task requested";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public JsonElement? Options { get; init; }

    public int Priority { get; init; }

    public string? RequestedAt { get; init; }

    public Guid? CorrelationId { get; init; }

    public Guid? ParentCorrelationId { get; init; }

    public string? IdempotencyKey { get; init; }
}
