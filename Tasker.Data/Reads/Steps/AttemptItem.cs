using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>One execution of a step.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="NodeId">The node that held the lease.</param>
/// <param name="Node">That node, as <c>host:pid</c>.</param>
/// <param name="ReadyAt">When the step was put into a queue for it, or claimed without one.</param>
/// <param name="StartedAt">When the lease was taken.</param>
/// <param name="EndedAt">When the result was stored; null while it runs.</param>
/// <param name="Elapsed">How long the handler ran.</param>
/// <param name="Outcome">The state that the step reached with it: complete, waiting_for_retry, error …; null while it runs.</param>
/// <param name="Failure">The failure's JSON, at most 4,000 characters.</param>
public sealed record AttemptItem(
    StepId StepId, int Attempt, int? NodeId, string? Node, DateTimeOffset? ReadyAt, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    TimeSpan? Elapsed, string? Outcome, string? Failure);
