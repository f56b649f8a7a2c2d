namespace Tasker.Runtime.Health;

/// <summary>How well this node does.</summary>
public enum HealthStatus
{
    /// <summary>Nothing was evaluated yet.</summary>
    Unknown,

    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>Works, but is close to a limit.</summary>
    Degraded,

    /// <summary>Cannot do its work, or refuses new work.</summary>
    Unhealthy,
}
