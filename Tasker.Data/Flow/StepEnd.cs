using Tasker.Data.Events;
using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>The end of one attempt, with the decision already made. Task, step and attempt, with the node's lease, are the fence.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="StepNo">The step.</param>
/// <param name="Attempt">The attempt that ends.</param>
/// <param name="Outcome">Complete, WaitingForRetry or Error; nothing else.</param>
/// <param name="Result">What the handler returned, JSON; null for failures.</param>
/// <param name="Failure">The failure, JSON; null for successes.</param>
/// <param name="Delay">Back-off, for WaitingForRetry.</param>
/// <param name="Elapsed">How long the handler ran.</param>
/// <param name="MayClaim">True when this node's worker may take the successors.</param>
public sealed record StepEnd(
    TaskId TaskId, int StepNo, short Attempt, StepState Outcome, string? Result, string? Failure, TimeSpan Delay, TimeSpan Elapsed, bool MayClaim)
{
    /// <summary>Durable events that the end is to be told by, written in its commit; empty for most.</summary>
    public IReadOnlyList<NewDomainEvent> Events { get; init; } = [];
}
