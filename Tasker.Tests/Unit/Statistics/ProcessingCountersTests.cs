using Tasker.Runtime.Statistics;
using Xunit;

namespace Tasker.Tests.Unit.Statistics;

[Trait("Feature", "F059")]
public sealed class ProcessingCountersTests
{
    [Fact]
    public void Record_EightThreads_TotalsAreExact()
    {
        const int threads = 8, each = 50_000;
        var counters = new ProcessingCounters();
        Concurrently.Run(threads, each, (_, i) => counters.Record(ok: i % 5 != 0, TimeSpan.FromTicks(3)));
        Assert.Equal(new ProcessingSnapshot(320_000, 80_000, TimeSpan.FromTicks(1_200_000)), counters.Read());
    }

    [Theory]
    [InlineData(0, 0, 0, 1.0)]
    [InlineData(10, 0, 500, 1.0)]
    [InlineData(10, 0, 2000, 0.75)]
    [InlineData(5, 5, 500, 0.75)]
    [InlineData(0, 10, 4000, 0.125)]
    public void Score_RateAndAverage_WeighHalfEach(long succeeded, long failed, int elapsedMilliseconds, double score) =>
        Assert.Equal(score, new ProcessingSnapshot(succeeded, failed, TimeSpan.FromMilliseconds(elapsedMilliseconds)).Score, precision: 9);
}
