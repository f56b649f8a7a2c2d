using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about queues. Answers are shared for one second.</summary>
public sealed class QueueBrowser
{
    /// <summary>All queues by name, at most 200.</summary>
    public Task<IReadOnlyList<QueueItem>> ListAsync(CancellationToken ct) => throw new NotSupportedException();
}
