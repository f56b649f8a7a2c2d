using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Lets the task of a pending entry run again, and closes the entry. First every failed step is retried (<see cref="RetryAllFailed"/>), then the
/// entry is closed as of that time; whatever failed in between gets an entry of its own. Whoever repeats it after a crash in between
/// finds the first half done and does the second.
/// </summary>
public sealed class RequeueDeadLetter
{
    private readonly RetryAllFailed _retry;
    private readonly DeadLetterWriter _writer;
    private readonly DeadLetterReads _reads;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal RequeueDeadLetter(RetryAllFailed retry, DeadLetterWriter writer, DeadLetterReads reads, IEngineSignals signals, TimeProvider clock) =>
        (_retry, _writer, _reads, _signals, _clock) = (retry, writer, reads, signals, clock);

    /// <summary>Does it, while the entry is pending.</summary>
    /// <param name="request">Which entry, who and why.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    /// <returns>
    /// Applied with the entry's status; a conflict with who decided first; refused when the task has nothing to retry, and then the entry stays;
    /// or not found.
    /// </returns>
    public async Task<OperatorOutcome> HandleAsync(RequeueDeadLetterRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        if (await _reads.GetAsync(request.EntryId, ct) is not { Item: var entry }) return new OperatorOutcome.NotFound();
        // Decided already: the writer says by whom, or recognises the key.
        if (entry.Resolution != DeadLetterResolutions.Pending) return (await _writer.DecideAsync(Decision(request), [Target(entry)], ct))[0];
        var key = await _reads.RequeueKeyAsync(entry.EntryId, entry.TaskId, ct);
        var retried = await _retry.HandleAsync(
            new TaskActRequest { TaskId = entry.TaskId, Actor = request.Actor, Reason = request.Reason, IdempotencyKey = key }, ct);
        if ((retried is OperatorOutcome.Replayed replayed ? replayed.First : retried) is not OperatorOutcome.Applied) return retried;
        var closed = await _writer.CloseRequeuedAsync(Decision(request), Target(entry), key, ct);
        _signals.Changed();
        return closed;
    }

    private static DeadLetterDecision Decision(RequeueDeadLetterRequest request) => new()
    {
        Kind = "dlq.requeue",
        Actor = request.Actor,
        Notes = request.Reason,
        Resolution = DeadLetterResolutions.ManuallyResolved,
        IdempotencyKey = request.IdempotencyKey,
    };

    private DeadLetterTarget Target(DeadLetterItem entry) => new(Guid.CreateVersion7(_clock.GetUtcNow()), entry.EntryId);
}
