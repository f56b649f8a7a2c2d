namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>Whether a step may start now, and if not, what it waits for.</summary>
public enum StepReadiness
{
    /// <summary>May start now.</summary>
    Ready,

    /// <summary>Is neither pending nor waiting for a retry: queued, running, handed over or ended.</summary>
    NotWaiting,

    /// <summary>A parent is neither complete nor resolved by a person.</summary>
    ParentsUnfinished,

    /// <summary>May not be attempted again.</summary>
    NoAttemptLeft,

    /// <summary>The back-off still runs.</summary>
    BackingOff,
}
