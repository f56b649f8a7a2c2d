namespace Tasker.Runtime.StateMachines;

/// <summary>Why a state machine refused an event.</summary>
public enum MoveRefusal
{
    /// <summary>The event means nothing in this state.</summary>
    NoSuchMove,

    /// <summary>The state is final for this event.</summary>
    FinalState,

    /// <summary>Only a person may do this.</summary>
    OperatorOnly,

    /// <summary>A step is neither complete nor resolved by a person.</summary>
    StepsUnfinished,

    /// <summary>No step failed for good.</summary>
    NoFailedStep,

    /// <summary>Steps are still running, or none waits for its back-off.</summary>
    NotOnlyRetriesLeft,

    /// <summary>A parent of the step did not end well yet.</summary>
    ParentsUnfinished,

    /// <summary>The step may not be attempted again.</summary>
    NoAttemptLeft,

    /// <summary>A result has to be given.</summary>
    ResultMissing,
}
