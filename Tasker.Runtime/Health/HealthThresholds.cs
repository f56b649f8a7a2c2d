namespace Tasker.Runtime.Health;

/// <summary>Where one level ends and the next begins; each limit belongs to the worse level.</summary>
public sealed record HealthThresholds
{
    /// <summary>The documented values.</summary>
    public static HealthThresholds Default { get; } = new();

    /// <summary>Filled part of the command channel, 0 to 1, from which it is watched. Default 0.70.</summary>
    public double ChannelWarning { get; init; } = 0.70;

    /// <summary>Filled part from which the node is degraded. Default 0.80.</summary>
    public double ChannelSaturated { get; init; } = 0.80;

    /// <summary>Filled part from which new work is refused. Default 0.95.</summary>
    public double ChannelCritical { get; init; } = 0.95;

    /// <summary>Messages from which the node is degraded. Default 1,000.</summary>
    public long QueueWarning { get; init; } = 1_000;

    /// <summary>Messages from which new work is refused. Default 5,000.</summary>
    public long QueueCritical { get; init; } = 5_000;

    /// <summary>Messages from which new work is refused for longer. Default 10,000.</summary>
    public long QueueOverflow { get; init; } = 10_000;
}
