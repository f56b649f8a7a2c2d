using Tasker.Tests.Support;
using Tasker.Web.Live;
using Xunit;

namespace Tasker.Tests.Web.Live;

[Trait("Feature", "F146")]
public class FeedFreshnessTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Read_BeforeAnyReport_IsGone() => Assert.Equal("No live feed", new FeedFreshness(_clock).Read().Words);

    [Fact]
    public void Read_FreshReport_IsLiveWithItsLag()
    {
        var freshness = new FeedFreshness(_clock);
        freshness.Applied(TimeSpan.FromMilliseconds(120));
        Assert.Equal("Live · 120 ms", freshness.Read().Words);
    }

    [Theory]
    [InlineData(1, FreshnessLevel.Live)]
    [InlineData(3, FreshnessLevel.Late)]
    [InlineData(11, FreshnessLevel.Stale)]
    public void Read_SilentReader_GrowsOld(int seconds, FreshnessLevel level)
    {
        var freshness = new FeedFreshness(_clock);
        freshness.Applied(TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(level, freshness.Read().Level);
    }

    [Fact]
    public void Read_AfterLost_IsGoneUntilNextReport()
    {
        var freshness = new FeedFreshness(_clock);
        freshness.Applied(TimeSpan.Zero);
        freshness.Lost();
        Assert.Equal(FreshnessLevel.Gone, freshness.Read().Level);
        freshness.Applied(TimeSpan.Zero);
        Assert.Equal(FreshnessLevel.Live, freshness.Read().Level);
    }
}
