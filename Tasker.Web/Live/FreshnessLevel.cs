namespace Tasker.Web.Live;

/// <summary>How far the console's picture may be trusted.</summary>
public enum FreshnessLevel
{
    /// <summary>Nobody looks at anything live, so nothing is followed: grey.</summary>
    Idle,

    /// <summary>At most 2 s old.</summary>
    Live,

    /// <summary>More than 2 s old: amber.</summary>
    Late,

    /// <summary>More than 10 s old: red.</summary>
    Stale,

    /// <summary>No reader: red.</summary>
    Gone,
}
