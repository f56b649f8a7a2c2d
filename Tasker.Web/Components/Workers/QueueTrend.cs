using Tasker.Data.Reads;

namespace Tasker.Web.Components.Workers;

/// <summary>
/// How fast queues grow or shrink, from successive samples over the last ten seconds. Depths tell the difference between what comes
/// in and what goes out, never the two apart, so that is what is said.
/// </summary>
public sealed class QueueTrend
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Queue<(DateTimeOffset At, int Depth)>> _samples = new(StringComparer.Ordinal);

    /// <summary>Takes a sample.</summary>
    public void Add(IReadOnlyList<QueueItem> queues, DateTimeOffset at)
    {
        foreach (var gone in _samples.Keys.Except(queues.Select(q => q.Name), StringComparer.Ordinal).ToList()) _samples.Remove(gone);
        foreach (var queue in queues)
        {
            if (!_samples.TryGetValue(queue.Name, out var samples)) _samples[queue.Name] = samples = new();
            // A depth at its bound says nothing about change, and neither do those before it.
            if (!queue.IsExact) samples.Clear();
            else samples.Enqueue((at, queue.Depth + queue.Hidden));
            while (samples.TryPeek(out var oldest) && at - oldest.At > Window) samples.Dequeue();
        }
    }

    /// <summary>Messages per second by which the queue grows; negative when it drains; null when two samples are not there.</summary>
    public double? PerSecond(string queue)
    {
        if (!_samples.TryGetValue(queue, out var samples) || samples.Count < 2) return null;
        var (first, last) = (samples.Peek(), samples.Last());
        var time = last.At - first.At;
        return time > TimeSpan.Zero ? (last.Depth - first.Depth) / time.TotalSeconds : null;
    }
}
