using Tasker.Data.Reads;

namespace Tasker.Web.Api.Bodies;

/// <summary>One result of a step that reached the orchestrator.</summary>
internal sealed record StepAuditBody(
    long Seq, Guid StepUuid, Guid TaskUuid, DateTimeOffset RecordedAt, int? WorkerNode, Guid CorrelationId, bool Success, double? ExecutionTimeMs,
    int? Attempt, string FromState, string ToState)
{
    public static StepAuditBody Of(StepAuditItem a) => new(
        a.Seq, a.StepId.Value, a.StepId.Task.Value, a.RecordedAt, a.WorkerNode, a.CorrelationId, a.Success, a.ExecutionTime?.TotalMilliseconds,
        a.Attempt, a.FromState, a.ToState);
}
