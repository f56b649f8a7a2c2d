using Tasker.Runtime.Health;
using Xunit;

namespace Tasker.Tests.Unit.Health;

[Trait("Feature", "F056")]
public sealed class HealthEvaluatorTests
{
    [Theory]
    [InlineData(false, false, true, 1.0, 99_999L, HealthStatus.Unknown, BackpressureCause.None)]
    [InlineData(true, true, false, 0.0, 0L, HealthStatus.Healthy, BackpressureCause.None)]
    [InlineData(true, true, false, 0.0, null, HealthStatus.Healthy, BackpressureCause.None)]
    [InlineData(true, true, false, 0.79, 999L, HealthStatus.Healthy, BackpressureCause.None)]
    [InlineData(true, true, false, 0.80, 0L, HealthStatus.Degraded, BackpressureCause.None)]
    [InlineData(true, true, false, 0.0, 1000L, HealthStatus.Degraded, BackpressureCause.None)]
    [InlineData(true, true, false, 0.949, 4999L, HealthStatus.Degraded, BackpressureCause.None)]
    [InlineData(true, false, false, 0.0, 0L, HealthStatus.Unhealthy, BackpressureCause.None)]
    [InlineData(true, true, true, 0.95, 10_000L, HealthStatus.Unhealthy, BackpressureCause.CircuitBreaker)]
    [InlineData(true, true, false, 0.95, 10_000L, HealthStatus.Unhealthy, BackpressureCause.ChannelSaturation)]
    [InlineData(true, true, false, 0.0, 10_000L, HealthStatus.Unhealthy, BackpressureCause.QueueOverflow)]
    [InlineData(true, true, false, 0.0, 5000L, HealthStatus.Unhealthy, BackpressureCause.QueueCritical)]
    public void Evaluate_Inputs_GiveStatusAndCause(
        bool evaluated, bool databaseUp, bool breakerOpen, double fill, long? depth, HealthStatus status, BackpressureCause cause)
    {
        var inputs = new HealthInputs(evaluated, databaseUp, breakerOpen, fill, depth);
        Assert.Equal(status, HealthEvaluator.Evaluate(inputs, HealthThresholds.Default));
        Assert.Equal(cause, HealthEvaluator.Pressure(inputs, HealthThresholds.Default));
    }

    [Fact]
    public void Evaluate_DefaultInputs_AreUnknownAndRefuseNothing()
    {
        Assert.Equal(HealthStatus.Unknown, HealthEvaluator.Evaluate(default, HealthThresholds.Default));
        Assert.Equal(BackpressureCause.None, HealthEvaluator.Pressure(default, HealthThresholds.Default));
    }

    [Theory]
    [InlineData(null, QueueTier.Unknown)]
    [InlineData(0L, QueueTier.Normal)]
    [InlineData(999L, QueueTier.Normal)]
    [InlineData(1000L, QueueTier.Warning)]
    [InlineData(4999L, QueueTier.Warning)]
    [InlineData(5000L, QueueTier.Critical)]
    [InlineData(9999L, QueueTier.Critical)]
    [InlineData(10_000L, QueueTier.Overflow)]
    public void TierOf_Depth_GivesTheTier(long? depth, QueueTier tier) =>
        Assert.Equal(tier, HealthEvaluator.TierOf(depth, HealthThresholds.Default));

    [Theory]
    [InlineData(0.699, ChannelLevel.Normal)]
    [InlineData(0.70, ChannelLevel.Warning)]
    [InlineData(0.80, ChannelLevel.Saturated)]
    [InlineData(0.95, ChannelLevel.Critical)]
    public void ChannelLevelOf_Fill_GivesTheLevel(double fill, ChannelLevel level) =>
        Assert.Equal(level, HealthEvaluator.ChannelLevelOf(fill, HealthThresholds.Default));

    [Fact]
    public void Evaluate_OtherThresholds_AreObeyed()
    {
        var thresholds = new HealthThresholds { QueueWarning = 500, QueueCritical = 1000 };
        Assert.Equal(HealthStatus.Unhealthy, HealthEvaluator.Evaluate(new HealthInputs(true, true, false, 0, 1000), thresholds));
    }

    [Theory]
    [InlineData(BackpressureCause.None, 0)]
    [InlineData(BackpressureCause.CircuitBreaker, 30)]
    [InlineData(BackpressureCause.ChannelSaturation, 15)]
    [InlineData(BackpressureCause.QueueOverflow, 60)]
    [InlineData(BackpressureCause.QueueCritical, 30)]
    public void RetryAfter_Cause_TellsWhenToComeBack(BackpressureCause cause, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), HealthEvaluator.RetryAfter(cause));

    [Theory]
    [Trait("Feature", "F069")]
    [InlineData(0, 10, LoadLevel.Accept)]
    [InlineData(6, 10, LoadLevel.Accept)]
    [InlineData(7, 10, LoadLevel.Warn)]
    [InlineData(8, 10, LoadLevel.Refuse)]
    [InlineData(0, 1, LoadLevel.Accept)]
    [InlineData(1, 1, LoadLevel.Refuse)]
    [InlineData(0, 0, LoadLevel.Refuse)]
    [InlineData(int.MaxValue, int.MaxValue, LoadLevel.Refuse)]
    public void Judge_InFlight_WarnsAtSeventyAndRefusesAtEighty(int inFlight, int slots, LoadLevel level) =>
        Assert.Equal(level, LoadShedding.Judge(inFlight, slots));
}
