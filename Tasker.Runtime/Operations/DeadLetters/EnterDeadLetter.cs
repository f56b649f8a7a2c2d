using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>Enters a task as a dead letter by hand. The task itself is not touched: an entry is an investigation.</summary>
public sealed class EnterDeadLetter
{
    private readonly DeadLetterWriter _writer;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal EnterDeadLetter(DeadLetterWriter writer, IEngineSignals signals, TimeProvider clock) => (_writer, _signals, _clock) = (writer, signals, clock);

    /// <summary>Does it.</summary>
    /// <param name="request">Which task, who and why.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    /// <returns>Applied with the entry; a conflict with the one that is pending; refused, or not found.</returns>
    public async Task<EnterOutcome> HandleAsync(EnterDeadLetterRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem)
        {
            return new EnterOutcome(new OperatorOutcome.Refused(problem), null);
        }

        var outcome = await _writer.EnterAsync(
            Guid.CreateVersion7(_clock.GetUtcNow()), request.TaskId, request.Actor, request.Reason, request.IdempotencyKey, ct);
        if (outcome.Outcome is OperatorOutcome.Applied) _signals.Changed();
        return outcome;
    }
}
