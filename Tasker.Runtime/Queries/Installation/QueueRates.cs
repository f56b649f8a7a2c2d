using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>
/// How fast queues fill and empty: the counters of two looks, divided by the time between. A look is compared with one that is at least five
/// seconds older, so that the server's own delay of about a second in counting matters little; until there is one, no rate is known.
/// </summary>
internal sealed class QueueRates
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private readonly Queue<(DateTimeOffset At, Dictionary<string, (long In, long Out)> Counts)> _looks = new();

    /// <summary>The queues with their rates. Not for use from many threads.</summary>
    public IReadOnlyList<QueueItem> Add(IReadOnlyList<QueueItem> queues, DateTimeOffset at)
    {
        while (_looks.Count > 1 && at - _looks.ElementAt(1).At >= Least) _looks.Dequeue();
        var rated = _looks.TryPeek(out var before) && at - before.At >= Least
            ? [.. queues.Select(q => before.Counts.TryGetValue(q.Name, out var counts) ? Rated(q, counts, at - before.At) : q)]
            : queues;
        _looks.Enqueue((at, queues.ToDictionary(q => q.Name, q => (q.TotalIn, q.TotalOut), StringComparer.Ordinal)));
        return rated;
    }

    // A reset of the server's statistics makes counters smaller; then there is no rate rather than a negative one.
    private static QueueItem Rated(QueueItem queue, (long In, long Out) before, TimeSpan time) =>
        queue.TotalIn < before.In || queue.TotalOut < before.Out
            ? queue
            : queue with
            {
                InPerSecond = (queue.TotalIn - before.In) / time.TotalSeconds, OutPerSecond = (queue.TotalOut - before.Out) / time.TotalSeconds,
            };
}
