using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>One result that reached the orchestrator.</summary>
/// <param name="Seq">Number of the history row.</param>
/// <param name="StepId">The step.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="WorkerNode">The worker's node.</param>
/// <param name="CorrelationId">The task's correlation id.</param>
/// <param name="Success">Whether the handler succeeded.</param>
/// <param name="ExecutionTime">How long the handler ran.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="FromState">State left.</param>
/// <param name="ToState">State reached when the result arrived.</param>
public sealed record StepAuditItem(
    long Seq, StepId StepId, DateTimeOffset RecordedAt, int? WorkerNode, Guid CorrelationId, bool Success, TimeSpan? ExecutionTime, int? Attempt,
    string FromState, string ToState);
