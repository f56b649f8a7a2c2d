namespace Tasker.Data.Pauses;

/// <summary>What a pause covers.</summary>
public enum PauseScope
{
    /// <summary>One task.</summary>
    Task,

    /// <summary>All tasks of a template, or of one of its versions.</summary>
    Template,

    /// <summary>All tasks of a namespace.</summary>
    Namespace,

    /// <summary>One queue: nothing is taken from it. A worker queue's namespace starts no step past it either.</summary>
    Queue,
}
