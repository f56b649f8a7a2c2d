namespace Tasker.Runtime.Health;

/// <summary>Why new work is refused; in the order in which the causes are looked for.</summary>
public enum BackpressureCause
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>The database's circuit breaker is open.</summary>
    CircuitBreaker,

    /// <summary>The command channel is all but full.</summary>
    ChannelSaturation,

    /// <summary>A queue reached the overflow tier.</summary>
    QueueOverflow,

    /// <summary>A queue reached the critical tier.</summary>
    QueueCritical,
}
