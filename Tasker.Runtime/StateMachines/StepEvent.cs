namespace Tasker.Runtime.StateMachines;

/// <summary>
/// The 15 things that can happen to a step. Only the text of an event is stored (<see cref="EventNames"/>), never its number.
/// </summary>
public enum StepEvent
{
    /// <summary>All parents ended well: the step's message is written, or the step is claimed at once.</summary>
    Enqueue,

    /// <summary>A node claims the step and an attempt begins.</summary>
    Start,

    /// <summary>The attempt succeeded and its result is stored.</summary>
    EnqueueForOrchestration,

    /// <summary>The attempt failed and its failure is stored.</summary>
    EnqueueAsErrorForOrchestration,

    /// <summary>The orchestrator accepts the stored result.</summary>
    Complete,

    /// <summary>The step failed for good.</summary>
    Fail,

    /// <summary>The step is cancelled with its task.</summary>
    Cancel,

    /// <summary>A person closes the step without a result.</summary>
    ResolveManually,

    /// <summary>A person completes the step with a result that its children can read.</summary>
    CompleteManually,

    /// <summary>A person lets a step run again, with its counters cleared: a failed one, or one that ended well together with all that depends on it.</summary>
    ResetForRetry,

    /// <summary>The back-off ended; or a person repeats a failed step that has attempts left.</summary>
    Retry,

    /// <summary>The attempt will be repeated after a back-off; also how a lost lease ends.</summary>
    WaitForRetry,

    /// <summary>Another worker of the step's batch failed, and the batch is <c>fail_fast</c>.</summary>
    StopWithBatch,

    /// <summary>No worker of its batch is in error any more: a step that was stopped with it begins again.</summary>
    RestartWithBatch,

    /// <summary>The step failed, and its batch is one that isolates failures: it is closed without a result.</summary>
    SetAside,
}
