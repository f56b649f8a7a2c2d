namespace Tasker.Runtime.Live;

/// <summary>
/// Stands between a subscription and what it costs to show it: batches are at least 100 ms apart, the last one always comes, and a
/// viewer that is slow to take them gets fewer, fuller ones. One per circuit or connection.
/// </summary>
/// <param name="subscription">Where events come from; the coalescer is its only reader, and does not dispose of it.</param>
/// <param name="apply">Shows a batch. The time until its task ends is the viewer's speed. An exception ends <see cref="RunAsync"/>.</param>
/// <param name="clock">Time.</param>
public sealed class LiveCoalescer(LiveSubscription subscription, Func<LiveBatch, CancellationToken, Task> apply, TimeProvider clock)
{
    private volatile TaskCompletionSource? _hidden;
    private LivePace _pace;

    /// <summary>The time between two batches at present.</summary>
    public TimeSpan Interval => _pace.Interval;

    /// <summary>Nobody looks: events are conflated and wait.</summary>
    public void Pause()
    {
        if (_hidden is null)
        {
            Interlocked.CompareExchange(ref _hidden, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
        }
    }

    /// <summary>Somebody looks again: what was kept comes as one batch.</summary>
    public void Resume() => Interlocked.Exchange(ref _hidden, null)?.TrySetResult();

    /// <summary>Serves until the subscription ends or <paramref name="ct"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await subscription.WaitAsync(ct))
        {
            if (_hidden is { } hidden) await hidden.Task.WaitAsync(ct);
            if (subscription.TryRead() is not { } batch) continue;
            var begun = clock.GetTimestamp();
            await apply(batch, ct);
            var took = clock.GetElapsedTime(begun);
            _pace = _pace.After(took);
            await Task.Delay(_pace.Interval, clock, ct);
        }
    }
}
