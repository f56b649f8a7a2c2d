namespace Tasker.Runtime.StateMachines;

/// <summary>How well one executor of a pool does.</summary>
public enum ExecutorHealth
{
    /// <summary>Created; has not done its first round yet.</summary>
    Starting,

    /// <summary>Does its work.</summary>
    Healthy,

    /// <summary>Works, but slowly or with errors.</summary>
    Degraded,

    /// <summary>Does not work any more and is being replaced.</summary>
    Unhealthy,

    /// <summary>Told to stop. Final.</summary>
    Stopping,
}
