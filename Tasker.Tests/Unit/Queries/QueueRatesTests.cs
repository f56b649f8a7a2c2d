using Tasker.Data.Reads;
using Tasker.Runtime.Queries;
using Xunit;

namespace Tasker.Tests.Unit.Queries;

[Trait("Feature", "F044")]
public sealed class QueueRatesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly QueueRates _rates = new();

    [Fact]
    public void Add_FirstLook_KnowsNoRate() => Assert.Null(Add(0, 10, 5).InPerSecond);

    [Fact]
    public void Add_TenSecondsLater_DividesByTheTime()
    {
        Add(0, 100, 40);

        var later = Add(10, 150, 70);

        Assert.Equal((5.0, 3.0), (later.InPerSecond, later.OutPerSecond));
    }

    [Fact]
    public void Add_EverySecond_ComparesWithFiveSecondsAgo()
    {
        for (var second = 0; second < 20; second++) Add(second, second * second, 0);

        var last = Add(20, 400, 0);

        Assert.Equal((400 - 225) / 5.0, last.InPerSecond);
    }

    [Fact]
    public void Add_CountersWereReset_KnowsNoRate()
    {
        Add(0, 100, 40);

        Assert.Null(Add(10, 3, 1).OutPerSecond);
    }

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1_000, 1)]
    [InlineData(5_000, 2)]
    [InlineData(10_000, 3)]
    public void Tier_AtTheLimits_BelongsToTheWorse(int depth, int tier) => Assert.Equal(tier, new QueueItem("q", null, depth, 0, null).Tier);

    private QueueItem Add(int second, long sent, long taken) =>
        _rates.Add([new QueueItem("q", null, 1, 0, null) { TotalIn = sent, TotalOut = taken }], Start.AddSeconds(second))[0];
}
