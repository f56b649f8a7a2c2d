using Tasker.Runtime.Engine;
using Xunit;

namespace Tasker.Tests.Unit.Engine;

[Trait("Feature", "F041")]
public sealed class WakeUpPlanTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(WakeUpMode.Hybrid, true, 0, 2000)]
    [InlineData(WakeUpMode.Hybrid, false, 0, 2000)]
    [InlineData(WakeUpMode.EventDrivenOnly, true, 0, 30_000)]
    [InlineData(WakeUpMode.EventDrivenOnly, false, 0, 2000)] // deaf: polls like the others
    [InlineData(WakeUpMode.PollingOnly, false, 0, 25)]
    [InlineData(WakeUpMode.PollingOnly, false, 3, 200)]
    [InlineData(WakeUpMode.PollingOnly, false, 50, 2000)]
    [InlineData(WakeUpMode.Disabled, false, 0, 2000)]
    public void NextLook_WithoutJitter_IsThatOfTheMode(WakeUpMode mode, bool listening, int idle, double milliseconds) =>
        Assert.Equal(milliseconds, WakeUpPlan.NextLook(mode, Poll, listening, idle, 0).TotalMilliseconds);

    [Theory]
    [InlineData(WakeUpMode.Hybrid)]
    [InlineData(WakeUpMode.PollingOnly)]
    public void NextLook_AnyJitter_IsNeverAboveThePollInterval(WakeUpMode mode)
    {
        for (var jitter = 0.0; jitter < 1; jitter += 0.1)
        {
            Assert.InRange(WakeUpPlan.NextLook(mode, Poll, listening: false, 100, jitter), Poll * 0.95, Poll);
        }
    }

    [Fact]
    public void Relisten_ManyFailures_BacksOffToTenSeconds()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(50), WakeUpPlan.Relisten(1, 0.5));
        Assert.Equal(TimeSpan.FromMilliseconds(400), WakeUpPlan.Relisten(4, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(10), WakeUpPlan.Relisten(1000, 0.5));
    }
}
