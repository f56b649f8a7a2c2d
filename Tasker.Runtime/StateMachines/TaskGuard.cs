namespace Tasker.Runtime.StateMachines;

/// <summary>What must hold, besides the state, before a task moves.</summary>
internal enum TaskGuard
{
    /// <summary>Nothing more.</summary>
    None,

    /// <summary>No step is left that is neither complete nor resolved by a person.</summary>
    AllStepsComplete,

    /// <summary>At least one step failed for good.</summary>
    HasFailedStep,

    /// <summary>No step is queued, running or handed over, and at least one waits for its back-off.</summary>
    OnlyRetriesLeft,
}
