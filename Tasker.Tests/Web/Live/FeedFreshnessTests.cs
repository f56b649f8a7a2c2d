using Tasker.Runtime.Live;
using Tasker.Tests.Support;
using Tasker.Web.Live;
using Xunit;

namespace Tasker.Tests.Web.Live;

[Trait("Feature", "F146")]
public class FeedFreshnessTests
{
    private readonly ManualClock _clock = new();
    private readonly LiveFeed _feed;

    public FeedFreshnessTests() => _feed = new LiveFeed(_clock);

    [Fact]
    public void Read_WithoutFeed_IsGone() => Assert.Equal("No live feed", new FeedFreshness().Read().Words);

    [Fact]
    public void Read_NobodyWatches_IsIdle() => Assert.Equal("Idle", new FeedFreshness(_feed).Read().Words);

    [Fact]
    public void Read_FreshReport_IsLiveWithItsLag()
    {
        _feed.ReportRead(TimeSpan.FromMilliseconds(120));
        Assert.Equal("Live · 120 ms", new FeedFreshness(_feed).Read().Words);
    }

    [Theory]
    [InlineData(1, FreshnessLevel.Live)]
    [InlineData(3, FreshnessLevel.Late)]
    [InlineData(11, FreshnessLevel.Stale)]
    public void Read_SilentReader_GrowsOld(int seconds, FreshnessLevel level)
    {
        _feed.ReportRead(TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(level, new FeedFreshness(_feed).Read().Level);
    }

    [Fact]
    public void Read_SourceLostAndBack_IsNotLiveInBetween()
    {
        var freshness = new FeedFreshness(_feed);
        _feed.ReportStopped(LiveFeedState.Lost);
        Assert.Equal(FreshnessLevel.Gone, freshness.Read().Level);
        _feed.ReportRead(TimeSpan.Zero);
        Assert.Equal(FreshnessLevel.Live, freshness.Read().Level);
    }
}
