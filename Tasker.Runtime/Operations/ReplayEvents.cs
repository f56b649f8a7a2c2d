using Tasker.Data.Events;
using Tasker.Data.Operators;
using Tasker.Runtime.Events;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Sends published events of a range into the queues of their namespaces once more, in their order: for a consumer that lost or misread them. They are the same
/// events under the same ids; each message also carries the id of this act as <c>replay</c>. At most 10,000 at once.
/// </summary>
public sealed class ReplayEvents
{
    private readonly EventLog _log;
    private readonly TimeProvider _clock;

    internal ReplayEvents(EventLog log, TimeProvider clock) => (_log, _clock) = (log, clock);

    /// <summary>Does it, and records who and why in the same commit.</summary>
    /// <param name="request">Which, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied with the number of events as its state, or refused.</returns>
    public async Task<OperatorOutcome> HandleAsync(ReplayEventsRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problem = RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey)
            ?? (request.From < 1 || request.To < request.From ? "the range has to begin at 1 or later and must not end before it begins" : null)
            ?? (request.Name is { } name && !EventPattern.IsPattern(name) ? $"'{name}' is not an event name, 'prefix.*' or '*'" : null);
        return problem is not null
            ? new OperatorOutcome.Refused(problem)
            : await _log.ReplayAsync(
                Guid.CreateVersion7(_clock.GetUtcNow()), request.From, request.To, request.Name, request.Actor, request.Reason, request.IdempotencyKey, ct);
    }
}
