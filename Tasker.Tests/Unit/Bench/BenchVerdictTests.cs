using Tasker.Web.Bench;
using Xunit;

namespace Tasker.Tests.Unit.Bench;

[Trait("Feature", "F159")]
public sealed class BenchVerdictTests
{
    [Theory]
    [InlineData(1000, 900, true)]
    [InlineData(1000, 899, false)]
    [InlineData(1000, 1200, true)]
    [InlineData(0, 0, false)]
    public void Of_LastMinuteAgainstFirst_IsSustainedFromNineTenths(double first, double last, bool sustained) =>
        Assert.Equal(sustained, BenchVerdict.Of([new(first, 100), new(50, 100), new(last, 100)]).IsSustained);

    [Theory]
    [InlineData(100, 100, 120, true)]
    [InlineData(100, 100, 121, false)]
    [InlineData(100, 130, 150, true)]
    public void Of_Memory_IsFlatUpToAFifthAboveTheFirstThird(double first, double second, double last, bool flat) => Assert.Equal(
        flat, BenchVerdict.Of([new(1, first), new(1, second), new(1, 500), new(1, 500), new(1, 500), new(1, last)]).IsMemoryFlat);
}
