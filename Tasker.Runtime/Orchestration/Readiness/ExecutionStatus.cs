namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>What a task's steps are doing as a whole. Order of precedence: blocked, ready, processing, complete, waiting.</summary>
public enum ExecutionStatus
{
    /// <summary>A step failed for good.</summary>
    BlockedByFailures,

    /// <summary>A step may start now.</summary>
    HasReadySteps,

    /// <summary>Steps are queued, running or handed over.</summary>
    Processing,

    /// <summary>Every step ended well.</summary>
    AllComplete,

    /// <summary>None of these: waiting for parents or for a back-off.</summary>
    WaitingForDependencies,
}
