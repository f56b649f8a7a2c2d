using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about queues. Answers are shared for one second.</summary>
public sealed class QueueBrowser(QueueReads queues, TimeProvider clock) : IDisposable
{
    private const int MostQueues = 200;

    private readonly Shared<IReadOnlyList<QueueItem>> _queues = new(ct => queues.ListAsync(MostQueues, ct), TimeSpan.FromSeconds(1), clock);

    /// <summary>All queues by name, at most 200.</summary>
    public Task<IReadOnlyList<QueueItem>> ListAsync(CancellationToken ct) => _queues.GetAsync(ct);

    /// <inheritdoc/>
    public void Dispose() => _queues.Dispose();
}
