namespace Tasker.Web.Api.Bodies;

/// <summary>The answer to a created task; its state is asked for at <c>Location</c>.</summary>
internal sealed record TaskCreatedBody(
    Guid TaskUuid, string Name, string Namespace, string? Version, string Status, Guid CorrelationId, Guid? ParentCorrelationId, int Priority,
    string Initiator, string SourceSystem, string Reason, IReadOnlyList<string> Tags);
