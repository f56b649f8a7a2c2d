using System.Threading.Channels;

namespace Tasker.Runtime.Live;

/// <summary>
/// One viewer's share of the feed. It never holds up the feed: what its reader does not take in time is conflated or, beyond the
/// bound, dropped with a gap. One reader at a time.
/// </summary>
public sealed class LiveSubscription : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LiveBuffer _buffer;
    private readonly Action<LiveSubscription> _leave;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal LiveSubscription(LiveInterest interest, LiveSubscribeOptions options, Action<LiveSubscription> leave)
    {
        Interest = interest;
        _leave = leave;
        _buffer = new LiveBuffer(Math.Clamp(options.Capacity, 1, 10_000), options.Conflate);
    }

    /// <summary>Which events it gets.</summary>
    public LiveInterest Interest { get; }

    /// <summary>Events that wait for the reader.</summary>
    public int Pending
    {
        get
        {
            lock (_lock) return _buffer.Count;
        }
    }

    /// <summary>Waits until there is something and takes all of it; null after the subscription ended.</summary>
    public async ValueTask<LiveBatch?> ReadAsync(CancellationToken ct)
    {
        while (await WaitAsync(ct))
        {
            if (TryRead() is { } batch) return batch;
        }

        return null;
    }

    /// <summary>Waits until there may be something for <see cref="TryRead"/>; false after the subscription ended.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken ct) => _signal.Reader.WaitToReadAsync(ct);

    /// <summary>Takes all there is; null when there is nothing.</summary>
    public LiveBatch? TryRead()
    {
        _signal.Reader.TryRead(out _);
        lock (_lock)
        {
            var batch = _buffer.Take();
            return batch.IsEmpty ? null : batch;
        }
    }

    /// <summary>Ends it; a waiting reader gets null.</summary>
    public ValueTask DisposeAsync()
    {
        _leave(this);
        _signal.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Offers events in feed order; those it is not interested in only move its place forward.</summary>
    internal void Offer(IReadOnlyList<LiveEvent> events)
    {
        if (events.Count == 0) return;
        var wanted = false;
        lock (_lock)
        {
            foreach (var change in events)
            {
                if (!Interest.Includes(change)) continue;
                _buffer.Add(change);
                wanted = true;
            }

            _buffer.Pass(events[^1].Seq);
        }

        if (wanted) _signal.Writer.TryWrite(true);
    }

    internal void OfferGap(long through)
    {
        lock (_lock) _buffer.MarkGap(through);
        _signal.Writer.TryWrite(true);
    }
}
