using System.Text.Json;

namespace Tasker.Web.Api.Bodies;

/// <summary>
/// What a caller sends to create a task. Times are text here, so that a time without a zone can be refused. Generated JSON readers
/// overwrite the defaults of init-only properties with null, so these have setters.
/// </summary>
internal sealed record TaskRequestBody
{
    public string? Name { get; set; }

    public string Namespace { get; set; } = "default";

    public string? Version { get; set; }

    public JsonElement Context { get; set; }

    public string Initiator { get; set; } = "system";

    public string SourceSystem { get; set; } = "tasker";

    public string Reason { get; set; } = "Task requested";

    public IReadOnlyList<string> Tags { get; set; } = [];

    public JsonElement? Options { get; set; }

    public int Priority { get; set; }

    public string? RequestedAt { get; set; }

    public Guid? CorrelationId { get; set; }

    public Guid? ParentCorrelationId { get; set; }

    public string? IdempotencyKey { get; set; }
}
