using System.Diagnostics;

namespace Tasker.Runtime.Health;

/// <summary>Judges what the probe found. Before the first probe nothing is known and nothing is refused: a start must not look like a fault.</summary>
public static class HealthEvaluator
{
    /// <summary>The node's health.</summary>
    public static HealthStatus Evaluate(in HealthInputs inputs, HealthThresholds thresholds)
    {
        if (!inputs.Evaluated)
        {
            return HealthStatus.Unknown;
        }

        if (!inputs.DatabaseUp || Pressure(inputs, thresholds) != BackpressureCause.None)
        {
            return HealthStatus.Unhealthy;
        }

        return ChannelLevelOf(inputs.ChannelFill, thresholds) >= ChannelLevel.Saturated || TierOf(inputs.DeepestQueue, thresholds) == QueueTier.Warning
            ? HealthStatus.Degraded
            : HealthStatus.Healthy;
    }

    /// <summary>Why new work is to be refused, if it is.</summary>
    public static BackpressureCause Pressure(in HealthInputs inputs, HealthThresholds thresholds) => inputs switch
    {
        { Evaluated: false } => BackpressureCause.None,
        { BreakerOpen: true } => BackpressureCause.CircuitBreaker,
        _ when ChannelLevelOf(inputs.ChannelFill, thresholds) == ChannelLevel.Critical => BackpressureCause.ChannelSaturation,
        _ => TierOf(inputs.DeepestQueue, thresholds) switch
        {
            QueueTier.Overflow => BackpressureCause.QueueOverflow,
            QueueTier.Critical => BackpressureCause.QueueCritical,
            _ => BackpressureCause.None,
        },
    };

    /// <summary>When a refused client should come back; zero when nothing is refused.</summary>
    public static TimeSpan RetryAfter(BackpressureCause cause) => cause switch
    {
        BackpressureCause.None => TimeSpan.Zero,
        BackpressureCause.CircuitBreaker => TimeSpan.FromSeconds(30),
        BackpressureCause.ChannelSaturation => TimeSpan.FromSeconds(15),
        BackpressureCause.QueueOverflow => TimeSpan.FromSeconds(60),
        BackpressureCause.QueueCritical => TimeSpan.FromSeconds(30),
        _ => throw new UnreachableException($"backpressure cause {cause}"),
    };

    /// <summary>The level of a channel that is filled to the given part, 0 to 1.</summary>
    public static ChannelLevel ChannelLevelOf(double fill, HealthThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        return fill >= thresholds.ChannelCritical ? ChannelLevel.Critical
            : fill >= thresholds.ChannelSaturated ? ChannelLevel.Saturated
            : fill >= thresholds.ChannelWarning ? ChannelLevel.Warning
            : ChannelLevel.Normal;
    }

    /// <summary>The tier of a queue of the given depth in messages; unknown for null.</summary>
    public static QueueTier TierOf(long? depth, HealthThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        return depth is not { } messages ? QueueTier.Unknown
            : messages >= thresholds.QueueOverflow ? QueueTier.Overflow
            : messages >= thresholds.QueueCritical ? QueueTier.Critical
            : messages >= thresholds.QueueWarning ? QueueTier.Warning
            : QueueTier.Normal;
    }
}
