using System.Threading.Channels;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>Hands what the one reader of this node finds to everybody who subscribed, by interest, and keeps the last events for resuming.</summary>
internal sealed class LiveFeed : ILiveFeed
{
    /// <summary>How many events a returning viewer can catch up on.</summary>
    internal const int Kept = 1_000;

    /// <summary>Numbers begin with the time: feeds of other processes, and of this one before a restart, never give the same.</summary>
    private const long NumbersPerMillisecond = 1_000;

    private static readonly TimeSpan BehindFrom = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LostFrom = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly LiveRing _ring = new(Kept);
    private readonly HashSet<LiveSubscription> _topics = [];
    private readonly Dictionary<TaskId, HashSet<LiveSubscription>> _tasks = [];
    private readonly Channel<bool> _arrivals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _last;
    private int _subscribers;
    private Reading _reading = new(LiveFeedState.Idle, TimeSpan.Zero, 0, null);

    public LiveFeed(TimeProvider clock)
    {
        _clock = clock;
        _last = clock.GetUtcNow().ToUnixTimeMilliseconds() * NumbersPerMillisecond;
    }

    public long LastSeq => Volatile.Read(ref _last);

    /// <summary>How many subscribe.</summary>
    public int Subscribers => Volatile.Read(ref _subscribers);

    public LiveFreshness Freshness
    {
        get
        {
            var reading = Volatile.Read(ref _reading);
            if (reading.State != LiveFeedState.Live) return new LiveFreshness(reading.State, reading.At is null ? null : Age(reading), reading.At);
            var silent = _clock.GetElapsedTime(reading.Stamp);
            // Reads are half a second apart; a younger report is taken at its word.
            var lag = silent <= TimeSpan.FromSeconds(1) ? reading.Lag : reading.Lag + silent;
            var state = lag > LostFrom ? LiveFeedState.Lost : lag > BehindFrom ? LiveFeedState.Behind : LiveFeedState.Live;
            return new LiveFreshness(state, lag, reading.At);
        }
    }

    public LiveSubscription Subscribe(LiveInterest interest, LiveSubscribeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interest);
        options ??= LiveSubscribeOptions.Default;
        var subscription = new LiveSubscription(interest, options, Leave);
        lock (_lock)
        {
            if (options.Since is { } since)
            {
                if (_ring.Since(since, _last) is { } missed) subscription.Offer(missed);
                else subscription.OfferGap(_last);
            }

            if (!Home(interest).Add(subscription)) throw new InvalidOperationException("subscribed twice");
            _subscribers++;
        }

        _arrivals.Writer.TryWrite(true);
        return subscription;
    }

    /// <summary>True when somebody has this interest; saves the reader from asking for what nobody wants.</summary>
    public bool Wants<T>()
        where T : LiveInterest
    {
        lock (_lock) return _topics.Any(s => s.Interest is T);
    }

    /// <summary>Waits until somebody subscribes.</summary>
    public async Task WaitForSubscriberAsync(CancellationToken ct)
    {
        while (Subscribers == 0) await _arrivals.Reader.ReadAsync(ct);
    }

    /// <summary>Numbers the events and hands them out in one go.</summary>
    public void Publish(IReadOnlyList<LiveEvent> unnumbered)
    {
        if (unnumbered.Count == 0) return;
        lock (_lock)
        {
            var events = new LiveEvent[unnumbered.Count];
            for (var i = 0; i < events.Length; i++) events[i] = unnumbered[i] with { Seq = _last + 1 + i };
            foreach (var change in events) _ring.Add(change);
            Volatile.Write(ref _last, _last + events.Length);
            foreach (var topic in _topics) topic.Offer(events);
            if (_tasks.Count > 0) OfferByTask(events);
        }
    }

    /// <summary>Events were lost: everybody must ask again, and nobody can resume from before.</summary>
    public void PublishGap()
    {
        lock (_lock)
        {
            _ring.Clear();
            Volatile.Write(ref _last, _last + 1);
            foreach (var subscription in _topics.Concat(_tasks.Values.SelectMany(s => s))) subscription.OfferGap(_last);
        }
    }

    /// <summary>The reader has applied everything up to <paramref name="lag"/> ago.</summary>
    public void ReportRead(TimeSpan lag) =>
        Volatile.Write(ref _reading, new Reading(LiveFeedState.Live, lag, _clock.GetTimestamp(), _clock.GetUtcNow()));

    /// <summary>The reader stopped: nobody watches (Idle) or the source cannot be read (Lost).</summary>
    public void ReportStopped(LiveFeedState state) => Volatile.Write(ref _reading, Volatile.Read(ref _reading) with { State = state });

    private static bool IsOneTask(LiveInterest interest, out TaskId task)
    {
        task = interest is LiveInterest.OneTask one ? one.TaskId : default;
        return interest is LiveInterest.OneTask;
    }

    private TimeSpan Age(Reading reading) => reading.Lag + _clock.GetElapsedTime(reading.Stamp);

    private HashSet<LiveSubscription> Home(LiveInterest interest)
    {
        if (!IsOneTask(interest, out var task)) return _topics;
        if (!_tasks.TryGetValue(task, out var home)) _tasks[task] = home = [];
        return home;
    }

    private void OfferByTask(LiveEvent[] events)
    {
        foreach (var change in events.Where(e => _tasks.ContainsKey(e.TaskId)).GroupBy(e => e.TaskId))
        {
            LiveEvent[] own = [.. change];
            foreach (var subscription in _tasks[change.Key]) subscription.Offer(own);
        }
    }

    private void Leave(LiveSubscription subscription)
    {
        lock (_lock)
        {
            var home = Home(subscription.Interest);
            if (home.Remove(subscription)) _subscribers--;
            if (home.Count == 0 && IsOneTask(subscription.Interest, out var task)) _tasks.Remove(task);
        }
    }

    private sealed record Reading(LiveFeedState State, TimeSpan Lag, long Stamp, DateTimeOffset? At);
}
