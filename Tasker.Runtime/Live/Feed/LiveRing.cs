namespace Tasker.Runtime.Live;

/// <summary>The last events, for viewers that come back. Not thread-safe.</summary>
internal sealed class LiveRing(int capacity)
{
    private readonly LiveEvent[] _events = new LiveEvent[capacity];
    private long _first = 1;
    private long _last;

    /// <summary>Keeps an event; its number is one above the last one's.</summary>
    public void Add(LiveEvent change)
    {
        if (_last < _first || change.Seq != _last + 1) _first = change.Seq;
        _last = change.Seq;
        _first = Math.Max(_first, _last - capacity + 1);
        _events[change.Seq % capacity] = change;
    }

    /// <summary>Nothing that was kept may be shown any more.</summary>
    public void Clear()
    {
        Array.Clear(_events);
        (_first, _last) = (1, 0);
    }

    /// <summary>The events after a number, oldest first; null when some of them are no longer kept or the number was never given.</summary>
    /// <param name="since">The last number that the viewer saw.</param>
    /// <param name="last">The last number that was given.</param>
    public IReadOnlyList<LiveEvent>? Since(long since, long last)
    {
        if (since == last) return [];
        if (since > last || _last != last || since < _first - 1) return null;
        var events = new LiveEvent[last - since];
        for (var i = 0; i < events.Length; i++) events[i] = _events[(since + 1 + i) % capacity];
        return events;
    }
}
