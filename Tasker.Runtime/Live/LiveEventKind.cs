namespace Tasker.Runtime.Live;

/// <summary>What changed.</summary>
public enum LiveEventKind
{
    /// <summary>A task moved.</summary>
    Task,

    /// <summary>A step moved.</summary>
    Step,

    /// <summary>The nodes may have changed: ask again.</summary>
    Workers,

    /// <summary>The queues may have changed: ask again.</summary>
    Queues,
}
