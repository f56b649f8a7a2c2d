using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Worker;
using Tasker.Tests.Support;
using Tasker.Web.Live;
using Xunit;

namespace Tasker.Tests.Web.Live;

[Trait("Feature", "F144")]
public sealed class FiguresFeedTests : IDisposable
{
    private static readonly NodeSnapshot Figures = new(
        1, true, 0, [], new WorkerStatus(1, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, []), new OrchestrationSnapshot(0, 0, 0, 0, 0, 0), new LaneSnapshot(0, 0, 0, 0),
        0, 0, 0);

    private readonly ManualClock _clock = new();
    private readonly FiguresFeed _feed;
    private int _reads;

    public FiguresFeedTests() => _feed = new FiguresFeed(() => { _reads++; return Figures; }, _clock);

    [Fact]
    public void Watch_ManyViewers_ReadsOncePerPeriod()
    {
        var seen = 0;
        using var first = _feed.Watch(_ => seen++);
        using var second = _feed.Watch(_ => seen++);
        using var third = _feed.Watch(_ => seen++);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((4, 12), (_reads, seen));
    }

    [Fact]
    public void Watch_LastViewerLeft_ReadsNoMore()
    {
        var viewer = _feed.Watch(_ => { });
        _clock.Advance(TimeSpan.FromSeconds(1));
        viewer.Dispose();
        viewer.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((4, 0, 0), (_reads, _feed.Viewers, _clock.TimerCount));
    }

    [Fact]
    public void Watch_NodeWithoutEngine_TellsNobody()
    {
        var seen = 0;
        using var feed = new FiguresFeed(() => null, _clock);
        using var viewer = feed.Watch(_ => seen++);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, seen);
    }

    public void Dispose() => _feed.Dispose();
}
