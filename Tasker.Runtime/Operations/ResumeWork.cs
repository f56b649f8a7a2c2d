using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>Ends a pause. What waited stands in its queue where it would stand without the pause, and goes on at once.</summary>
public sealed class ResumeWork
{
    private readonly PauseWriter _pauses;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal ResumeWork(PauseWriter pauses, IEngineSignals signals, TimeProvider clock) => (_pauses, _signals, _clock) = (pauses, signals, clock);

    /// <summary>Does it.</summary>
    /// <param name="request">What, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied, or refused when it is not paused.</returns>
    public async Task<OperatorOutcome> HandleAsync(ResumeRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if ((RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) ?? PauseWork.Problem(request.Target)) is { } problem)
        {
            return new OperatorOutcome.Refused(problem);
        }

        var act = new PauseAct(Guid.CreateVersion7(_clock.GetUtcNow()), request.Target, request.Actor, request.Reason, request.IdempotencyKey);
        var outcome = await _pauses.ResumeAsync(act, ct);
        if (outcome is not OperatorOutcome.Applied) return outcome;
        _signals.LookAgain();
        _signals.Changed();
        return outcome;
    }
}
