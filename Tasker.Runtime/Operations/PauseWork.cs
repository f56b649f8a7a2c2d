using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Pauses a task, a template, a namespace or a queue: none of its steps starts until it is resumed or its time is over. Steps that run
/// may finish, and what they make ready is queued and waits. Nothing is moved by the pause itself.
/// </summary>
public sealed class PauseWork
{
    private const int MaxTargetLength = 200;

    private readonly PauseWriter _pauses;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal PauseWork(PauseWriter pauses, IEngineSignals signals, TimeProvider clock) => (_pauses, _signals, _clock) = (pauses, signals, clock);

    /// <summary>Does it.</summary>
    /// <param name="request">What, who, why and until when.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied; a conflict when it is paused already; refused when the task has ended; not found when there is no such thing.</returns>
    public async Task<OperatorOutcome> HandleAsync(PauseRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Problem(request) is { } problem) return new OperatorOutcome.Refused(problem);
        var act = new PauseAct(Guid.CreateVersion7(_clock.GetUtcNow()), request.Target, request.Actor, request.Reason, request.IdempotencyKey);
        var outcome = await _pauses.PauseAsync(act, request.Until, ct);
        if (outcome is not OperatorOutcome.Applied) return outcome;
        // A pause that ends by itself has to be among the alarms of whoever ends it.
        if (request.Until is not null) _signals.LookAgain();
        _signals.Changed();
        return outcome;
    }

    internal static string? Problem(PauseTarget target) =>
        target.Key.Length > MaxTargetLength || target.Key.Any(char.IsControl) ? $"what is to be paused is not a name of at most {MaxTargetLength} characters" : null;

    private static string? Problem(PauseRequest request) =>
        RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) ?? Problem(request.Target);
}
