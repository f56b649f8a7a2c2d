namespace Tasker.Runtime.Live;

/// <summary>Counts per second over a sliding window of whole seconds. Not thread-safe.</summary>
internal sealed class LiveRate(TimeProvider clock)
{
    private const int Seconds = 10;

    private readonly long[] _counts = new long[Seconds];
    private readonly long _begun = clock.GetTimestamp();
    private long _second;

    public void Add(long count)
    {
        Forward();
        _counts[_second % Seconds] += count;
    }

    public double PerSecond()
    {
        Forward();
        return _counts.Sum() / (double)Math.Clamp(_second + 1, 1, Seconds);
    }

    private void Forward()
    {
        var now = (long)clock.GetElapsedTime(_begun).TotalSeconds;
        for (var second = Math.Max(_second + 1, now - Seconds + 1); second <= now; second++) _counts[second % Seconds] = 0;
        _second = now;
    }
}
