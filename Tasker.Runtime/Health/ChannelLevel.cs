namespace Tasker.Runtime.Health;

/// <summary>How full the command channel is.</summary>
public enum ChannelLevel
{
    /// <summary>Below the warning.</summary>
    Normal,

    /// <summary>70 % or more by default.</summary>
    Warning,

    /// <summary>80 % or more by default.</summary>
    Saturated,

    /// <summary>95 % or more by default: new work is refused.</summary>
    Critical,
}
