using Tasker.Data.Operators;
using Tasker.Data.Queue;

namespace Tasker.Runtime.Operations;

/// <summary>Puts a message that was archived back into its queue. One that stands for a step goes back only while that step waits without one.</summary>
public sealed class ReplayMessage
{
    private readonly ArchiveStore _archive;
    private readonly TimeProvider _clock;

    internal ReplayMessage(ArchiveStore archive, TimeProvider clock) => (_archive, _clock) = (archive, clock);

    /// <summary>Does it, and records who and why in the same commit.</summary>
    /// <param name="queue">The queue's name, without PGMQ's <c>q_</c>.</param>
    /// <param name="messageId">The archived message.</param>
    /// <param name="actor"><c>user:</c> and a name, at most 128 characters together.</param>
    /// <param name="reason">Why; 1 to 1000 characters.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>Applied, refused with the reason, or not found.</returns>
    public async Task<OperatorOutcome> HandleAsync(string queue, long messageId, string actor, string reason, CancellationToken ct)
    {
        if (RequestCheck.Problem(actor, reason, null) is { } problem) return new OperatorOutcome.Refused(problem);
        return await _archive.ReplayAsync(queue, messageId, Guid.CreateVersion7(_clock.GetUtcNow()), actor, reason, ct);
    }
}
