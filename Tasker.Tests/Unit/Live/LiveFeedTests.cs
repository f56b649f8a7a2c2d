using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Unit.Live;

[Trait("Feature", "F104")]
public sealed class LiveFeedTests
{
    private static readonly TaskId One = new(Guid.Parse("01999999-aaaa-7bbb-8ccc-dddddd000000"));
    private static readonly TaskId Two = new(Guid.Parse("01999999-aaaa-7bbb-8ccc-eeeeee000000"));

    private readonly ManualClock _clock = new();
    private readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new LiveFeed(_clock);

    [Fact]
    public async Task Publish_ByInterest_ReachesOnlyWhoWantsIt()
    {
        await using var task = _feed.Subscribe(new LiveInterest.OneTask(One));
        await using var list = _feed.Subscribe(new LiveInterest.TaskList());
        await using var queues = _feed.Subscribe(new LiveInterest.Queues());
        await using var global = _feed.Subscribe(new LiveInterest.Global());

        _feed.Publish([Event(One), Event(One, 0), Event(Two, 0), LiveEvents.Topic(LiveEventKind.Queues, default)]);

        Assert.Equal([null, 0], task.TryRead()!.Events.Select(e => e.StepNo));
        Assert.Equal([One], list.TryRead()!.Events.Select(e => e.TaskId));
        Assert.Equal([LiveEventKind.Queues], queues.TryRead()!.Events.Select(e => e.Kind));
        Assert.Equal(4, global.TryRead()!.Events.Count);
    }

    [Fact]
    public async Task Subscribe_SinceAnEarlierEvent_GetsExactlyWhatCameAfterIt()
    {
        await using var first = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Conflate = false });
        _feed.Publish([Event(One, 0), Event(One, 1)]);
        var seen = first.TryRead()!.Through;
        _feed.Publish([Event(One, 2), Event(Two, 0)]);

        await using var again = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Since = seen });
        _feed.Publish([Event(Two, 1)]);

        var batch = again.TryRead()!;
        Assert.Equal([(One, 2), (Two, 0), (Two, 1)], batch.Events.Select(e => (e.TaskId, e.StepNo!.Value)));
        Assert.Equal([seen + 1, seen + 2, seen + 3], batch.Events.Select(e => e.Seq));
        Assert.False(batch.HasGap);
    }

    [Fact]
    public async Task Subscribe_SinceTheLastEvent_WaitsWithoutAGap()
    {
        _feed.Publish([Event(One)]);

        await using var again = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Since = _feed.LastSeq });

        Assert.Null(again.TryRead());
    }

    [Fact]
    public async Task Subscribe_SinceMoreEventsThanAreKept_HasAGap()
    {
        _feed.Publish([Event(One)]);
        var since = _feed.LastSeq;
        _feed.Publish([.. Enumerable.Range(0, LiveFeed.Kept).Select(n => Event(Two, n))]);
        await using var still = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Since = since });
        _feed.Publish([Event(One)]);
        await using var tooLate = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Since = since });

        Assert.Equal((LiveFeed.Kept, true), (still.TryRead()!.Events.Count, tooLate.TryRead()!.HasGap));
    }

    [Fact]
    public async Task Subscribe_SinceAnEventOfAnotherFeed_HasAGap()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        var other = new LiveFeed(_clock);
        other.Publish([Event(One)]);
        _feed.Publish([Event(One)]);

        await using var from = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Since = other.LastSeq });

        Assert.True(from.TryRead()!.HasGap);
    }

    [Fact]
    public async Task PublishGap_ThenResumeFromBefore_HasAGap()
    {
        _feed.Publish([Event(One)]);
        var before = _feed.LastSeq;
        await using var watching = _feed.Subscribe(new LiveInterest.OneTask(One));
        _feed.PublishGap();

        await using var again = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Since = before });

        Assert.True(watching.TryRead()!.HasGap);
        Assert.True(again.TryRead()!.HasGap);
    }

    [Fact]
    public async Task DisposeAsync_ThenPublish_ReachesNobodyAndEndsTheReader()
    {
        var subscription = _feed.Subscribe(new LiveInterest.OneTask(One));
        var reading = subscription.ReadAsync(default).AsTask();
        await subscription.DisposeAsync();
        _feed.Publish([Event(One)]);

        Assert.Null(await reading);
        Assert.Equal((0, 0), (_feed.Subscribers, subscription.Pending));
    }

    [Fact]
    public async Task Publish_SlowReader_HoldsNoMoreThanItsBound()
    {
        await using var slow = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Capacity = 50, Conflate = false });

        for (var n = 0; n < 1_000; n++) _feed.Publish([Event(One, n)]);

        Assert.Equal(50, slow.Pending);
        Assert.True(slow.TryRead()!.HasGap);
    }

    [Fact]
    public void Freshness_ReaderFallsSilent_GoesFromLiveToBehindToLost()
    {
        Assert.Equal(LiveFeedState.Idle, _feed.Freshness.State);
        _feed.ReportRead(TimeSpan.FromMilliseconds(40));
        Assert.Equal((LiveFeedState.Live, 40), (_feed.Freshness.State, _feed.Freshness.LagMs));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(LiveFeedState.Behind, _feed.Freshness.State);
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(LiveFeedState.Lost, _feed.Freshness.State);
    }

    private static LiveEvent Event(TaskId task, int? stepNo = null) => LiveBufferTests.Event(0, stepNo, task: task);
}
