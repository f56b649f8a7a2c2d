using Tasker.Runtime.Messaging.RabbitMq;
using Xunit;

namespace Tasker.Tests.Unit.Messaging;

[Trait("Feature", "F045")]
public sealed class DelayStepTests
{
    [Theory]
    [InlineData(1, 50)]
    [InlineData(600, 600)]
    [InlineData(601, 650)]
    [InlineData(1_001, 2_000)]
    [InlineData(60_000, 60_000)]
    [InlineData(60_001, 120_000)]
    [InlineData(3_600_001, 4_500_000)]
    public void Of_AnyDelay_IsRoundedUp(int ms, int rounded) => Assert.Equal(rounded, DelayStep.Of(TimeSpan.FromMilliseconds(ms)).TotalMilliseconds);

    [Fact]
    public void Of_MoreThanADay_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => DelayStep.Of(TimeSpan.FromHours(24) + TimeSpan.FromTicks(1)));
}
