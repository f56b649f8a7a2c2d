namespace Tasker.Runtime.Statistics;

/// <summary>
/// The latest latencies, at most as many as its capacity. Recording takes no lock; a snapshot taken meanwhile may miss a latency that
/// is just being recorded and show the one that it replaces.
/// </summary>
internal sealed class LatencyWindow
{
    public const int DefaultCapacity = 1000;

    // Ticks plus one, so that zero means "not written yet".
    private readonly long[] _slots;
    private long _recorded;

    public LatencyWindow(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _slots = new long[capacity];
    }

    /// <summary>Latencies recorded since the start, those that fell out of the window included.</summary>
    public long Recorded => Interlocked.Read(ref _recorded);

    /// <summary>Adds a latency; a negative one (the clock was set back) counts as zero.</summary>
    public void Record(TimeSpan latency)
    {
        var slot = (Interlocked.Increment(ref _recorded) - 1) % _slots.Length;
        Volatile.Write(ref _slots[slot], Math.Max(latency.Ticks, 0) + 1);
    }

    /// <summary>Copies and sorts the window.</summary>
    public LatencySnapshot Read()
    {
        var ticks = new long[_slots.Length];
        var count = 0;
        for (var i = 0; i < _slots.Length; i++)
        {
            var value = Volatile.Read(ref _slots[i]);
            if (value > 0)
            {
                ticks[count++] = value - 1;
            }
        }

        if (count == 0)
        {
            return default;
        }

        var sorted = ticks.AsSpan(0, count);
        sorted.Sort();
        return new(count, Mean(sorted), Percentile(sorted, 50), Percentile(sorted, 95), Percentile(sorted, 99));
    }

    private static TimeSpan Mean(ReadOnlySpan<long> ticks)
    {
        Int128 sum = 0;
        foreach (var value in ticks)
        {
            sum += value;
        }

        return TimeSpan.FromTicks((long)(sum / ticks.Length));
    }

    // Nearest rank: the smallest value that at least the given part of all values do not exceed. Always a value that occurred.
    private static TimeSpan Percentile(ReadOnlySpan<long> sorted, int percent) =>
        TimeSpan.FromTicks(sorted[(((sorted.Length * percent) + 99) / 100) - 1]);
}
