using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Unit.Live;

[Trait("Feature", "F104")]
public sealed class LiveCoalescerTests
{
    private readonly ManualClock _clock = new();
    private readonly LiveFeed _feed;

    public LiveCoalescerTests() => _feed = new LiveFeed(_clock);

    [Fact]
    public async Task RunAsync_ManyEventsAtOnce_ShowsTheFirstNowAndTheRestAfterAHundredMilliseconds()
    {
        await using var subscription = _feed.Subscribe(new LiveInterest.Global());
        var shown = new List<LiveBatch>();
        using var stop = new CancellationTokenSource();
        var running = Run(subscription, shown, stop.Token);
        _feed.Publish([Event(0)]);
        Until(() => shown.Count == 1 && _clock.TimerCount == 1);

        for (var n = 0; n < 500; n++) _feed.Publish([Event(n % 7)]);
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Single(shown);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Until(() => shown.Count == 2);

        Assert.Equal((7, 493), (shown[1].Events.Count, shown[1].Conflated));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Pause_UntilResume_ShowsNothingAndThenOneBatch()
    {
        await using var subscription = _feed.Subscribe(new LiveInterest.Global());
        var shown = new List<LiveBatch>();
        using var stop = new CancellationTokenSource();
        var coalescer = new LiveCoalescer(subscription, Show(shown), _clock);
        coalescer.Pause();
        var running = coalescer.RunAsync(stop.Token);
        for (var n = 0; n < 100; n++) _feed.Publish([Event(n)]);
        Assert.Empty(shown);

        coalescer.Resume();
        Until(() => shown.Count == 1);

        Assert.Equal(100, shown[0].Events.Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Pace_SlowThenQuick_WidensAtOnceAndNarrowsAfterEight()
    {
        var pace = default(LivePace);
        pace = pace.After(TimeSpan.FromMilliseconds(60));
        Assert.Equal(250, pace.Interval.TotalMilliseconds);
        pace = pace.After(TimeSpan.FromMilliseconds(200)).After(TimeSpan.FromMilliseconds(400)).After(TimeSpan.FromSeconds(5));
        Assert.Equal(1000, pace.Interval.TotalMilliseconds);
        for (var n = 0; n < 7; n++) pace = pace.After(TimeSpan.FromMilliseconds(10));
        Assert.Equal(1000, pace.Interval.TotalMilliseconds);
        Assert.Equal(500, pace.After(TimeSpan.FromMilliseconds(10)).Interval.TotalMilliseconds);
    }

    private static LiveEvent Event(int stepNo) => LiveBufferTests.Event(0, stepNo);

    private static Func<LiveBatch, CancellationToken, Task> Show(List<LiveBatch> shown) => (batch, _) =>
    {
        shown.Add(batch);
        return Task.CompletedTask;
    };

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TaskerHarness.Patience), "it never happened");

    private Task Run(LiveSubscription subscription, List<LiveBatch> shown, CancellationToken ct) =>
        new LiveCoalescer(subscription, Show(shown), _clock).RunAsync(ct);
}
