namespace Tasker.Web.Components.Tasks.Acts;

/// <summary>What a person can do to a whole task.</summary>
public enum TaskAct
{
    /// <summary>Every failed step runs again.</summary>
    RetryAll,

    /// <summary>A new task on the same input, linked with this one.</summary>
    Rerun,

    /// <summary>No step starts any more.</summary>
    Pause,

    /// <summary>The end of the task's own pause.</summary>
    Resume,

    /// <summary>Its waiting steps go sooner or later than others.</summary>
    Priority,

    /// <summary>All that has not ended is cancelled.</summary>
    Cancel,

    /// <summary>It is closed, because somebody dealt with it elsewhere.</summary>
    Resolve,

    /// <summary>It is put among the dead letters.</summary>
    DeadLetter,
}
