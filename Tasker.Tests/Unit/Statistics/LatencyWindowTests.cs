using FsCheck;
using FsCheck.Fluent;
using Tasker.Runtime.Statistics;
using Xunit;

namespace Tasker.Tests.Unit.Statistics;

[Trait("Feature", "F059")]
public sealed class LatencyWindowTests
{
    [Fact]
    public void Read_NothingRecorded_IsZero() => Assert.Equal(default, new LatencyWindow().Read());

    [Fact]
    public void Read_OneToHundred_GivesNearestRanks()
    {
        var window = new LatencyWindow();
        foreach (var ms in Enumerable.Range(1, 100).Reverse())
        {
            window.Record(TimeSpan.FromMilliseconds(ms));
        }

        Assert.Equal(
            new LatencySnapshot(100, TimeSpan.FromMilliseconds(50.5), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(95), TimeSpan.FromMilliseconds(99)),
            window.Read());
    }

    [Fact]
    public void Read_MoreThanTheWindow_KeepsTheLatest()
    {
        var window = new LatencyWindow(capacity: 4);
        foreach (var ticks in Enumerable.Range(0, 10))
        {
            window.Record(TimeSpan.FromTicks(ticks));
        }

        Assert.Equal((4, 7L, 9L, 10L), (window.Read().Count, window.Read().P50.Ticks, window.Read().P99.Ticks, window.Recorded));
    }

    [Fact]
    public void Record_NegativeLatency_CountsAsZero()
    {
        var window = new LatencyWindow();
        window.Record(TimeSpan.FromSeconds(-1));
        Assert.Equal(new LatencySnapshot(1, default, default, default, default), window.Read());
    }

    [Fact]
    public void Read_AnyLatencies_EachPercentileIsTheSmallestThatCoversItsPart()
    {
        Prop.ForAll(Gen.Choose(0, 50).NonEmptyListOf().ToArbitrary(), latencies =>
        {
            var window = new LatencyWindow();
            foreach (var ticks in latencies)
            {
                window.Record(TimeSpan.FromTicks(ticks));
            }

            var read = window.Read();
            foreach (var (percent, value) in new[] { (50, read.P50), (95, read.P95), (99, read.P99) })
            {
                var smallest = latencies.Order().First(x => latencies.Count(y => y <= x) * 100 >= latencies.Count * percent);
                Assert.Equal(smallest, value.Ticks);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Record_EightThreads_LosesNothing()
    {
        const int threads = 8, each = 20_000;
        var window = new LatencyWindow();
        Concurrently.Run(threads, each, (thread, _) => window.Record(TimeSpan.FromTicks(thread + 1)));
        var read = window.Read();
        Assert.Equal((threads * (long)each, LatencyWindow.DefaultCapacity), (window.Recorded, read.Count));
        Assert.InRange(read.P50.Ticks, 1, threads);
    }
}
