namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>How well a task does.</summary>
public enum TaskHealth
{
    /// <summary>Nothing failed.</summary>
    Healthy,

    /// <summary>A step failed for good.</summary>
    Blocked,

    /// <summary>A failed attempt is going to be repeated.</summary>
    Recovering,

    /// <summary>The task has no steps to judge by.</summary>
    Unknown,
}
