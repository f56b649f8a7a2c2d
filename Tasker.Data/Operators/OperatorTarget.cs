using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>One thing that an act is done to: one audit row, one outcome.</summary>
/// <param name="CommandId">Key of the audit row, a UUIDv7.</param>
/// <param name="TaskId">The task.</param>
/// <param name="StepNo">The step; null when the act is done to the task.</param>
/// <param name="Expected">The number of the state that the person saw; null: whatever it is.</param>
/// <param name="IdempotencyKey">The caller's key, at most 128 characters; null: none. Two targets of one call never share a key.</param>
public sealed record OperatorTarget(Guid CommandId, TaskId TaskId, int? StepNo, short? Expected, string? IdempotencyKey);
