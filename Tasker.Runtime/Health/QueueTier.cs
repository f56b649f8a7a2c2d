namespace Tasker.Runtime.Health;

/// <summary>How deep the deepest queue is.</summary>
public enum QueueTier
{
    /// <summary>No depth is known.</summary>
    Unknown,

    /// <summary>Below the warning.</summary>
    Normal,

    /// <summary>1,000 messages or more by default.</summary>
    Warning,

    /// <summary>5,000 or more by default: new work is refused.</summary>
    Critical,

    /// <summary>10,000 or more by default: new work is refused for longer.</summary>
    Overflow,
}
