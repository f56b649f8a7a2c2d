namespace Tasker.Runtime.StateMachines;

/// <summary>
/// The 22 things that can happen to a task. Only the text of an event is stored (<see cref="EventNames"/>), never its number.
/// </summary>
public enum TaskEvent
{
    /// <summary>Work on the task begins.</summary>
    Start,

    /// <summary>A person or an API client stops the task.</summary>
    Cancel,

    /// <summary>A blocked task will not be repaired: its failure policy or its time ran out.</summary>
    GiveUp,

    /// <summary>A person closes a blocked task.</summary>
    ManualResolution,

    /// <summary>At least one step may start now.</summary>
    ReadyStepsFound,

    /// <summary>There is nothing to do: the task has no unfinished step.</summary>
    NoStepsFound,

    /// <summary>Steps are left, but none may start and none runs.</summary>
    NoDependenciesReady,

    /// <summary>What the task waited for has changed: evaluate it again.</summary>
    DependenciesReady,

    /// <summary>The ready steps are in their queues or were claimed at once.</summary>
    StepsEnqueued,

    /// <summary>The ready steps can never be queued.</summary>
    EnqueueFailed,

    /// <summary>The result of one attempt was accepted, good or bad.</summary>
    StepCompleted,

    /// <summary>A failed attempt will be repeated and nothing else is running.</summary>
    StepFailed,

    /// <summary>The last step's success was accepted.</summary>
    AllStepsCompleted,

    /// <summary>The evaluation found every step complete or resolved by a person.</summary>
    AllStepsSuccessful,

    /// <summary>The evaluation found a step that failed for good, and nothing left that could run.</summary>
    PermanentFailure,

    /// <summary>A back-off ended.</summary>
    RetryReady,

    /// <summary>The task stayed in a state for longer than its template allows.</summary>
    Timeout,

    /// <summary>A node died. It moves no task: leases end, and the steps carry the consequence.</summary>
    ProcessorCrashed,

    /// <summary>Shortcut of older clients: finish a running task whose steps are all done.</summary>
    Complete,

    /// <summary>Shortcut of older clients: fail a running task.</summary>
    Fail,

    /// <summary>A person closes a task in any state that is not finished, or in error.</summary>
    ResolveManually,

    /// <summary>A person lets a failed task run again.</summary>
    Reset,
}
