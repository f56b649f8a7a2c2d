using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about queues. Answers are shared for one second.</summary>
public sealed class QueueBrowser : IDisposable
{
    private const int MostQueues = 200;

    private readonly QueueRates _rates = new();
    private readonly Shared<IReadOnlyList<QueueItem>> _queues;

    /// <summary>Makes one.</summary>
    public QueueBrowser(QueueReads queues, TimeProvider clock) => _queues = new(
        async ct => _rates.Add(await queues.ListAsync(MostQueues, ct), clock.GetUtcNow()), TimeSpan.FromSeconds(1), clock);

    /// <summary>All queues by name, at most 200; with rates from the second look on, if that is five seconds after the first.</summary>
    public Task<IReadOnlyList<QueueItem>> ListAsync(CancellationToken ct) => _queues.GetAsync(ct);

    /// <inheritdoc/>
    public void Dispose() => _queues.Dispose();
}
