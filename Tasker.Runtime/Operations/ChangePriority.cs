using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Changes the priority of a task; its waiting steps move in their queue in the same commit. Effective priority of a waiting step is
/// <c>priority + minutes waited × 2</c> (five points less after a failure), for zero and negative priorities alike: a lead of n
/// points is used up after n × 30 seconds, so nothing waits for ever (docs/flow-control.md).
/// </summary>
public sealed class ChangePriority
{
    private const int Most = 100;

    private readonly PriorityWriter _priorities;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal ChangePriority(PriorityWriter priorities, IEngineSignals signals, TimeProvider clock) =>
        (_priorities, _signals, _clock) = (priorities, signals, clock);

    /// <summary>Does it.</summary>
    /// <param name="request">Which task, its new priority, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied; refused when the task has ended or the priority is out of range; not found.</returns>
    public async Task<OperatorOutcome> HandleAsync(ChangePriorityRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        if (request.Priority is < -Most or > Most) return new OperatorOutcome.Refused($"the priority has to be from -{Most} to {Most}");
        var outcome = await _priorities.ChangeAsync(
            Guid.CreateVersion7(_clock.GetUtcNow()), request.TaskId, (short)request.Priority, request.Actor, request.Reason, request.IdempotencyKey, ct);
        if (outcome is OperatorOutcome.Applied) _signals.Changed();
        return outcome;
    }
}
