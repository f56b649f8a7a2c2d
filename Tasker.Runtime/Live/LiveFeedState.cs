namespace Tasker.Runtime.Live;

/// <summary>How far what the feed showed may be trusted.</summary>
public enum LiveFeedState
{
    /// <summary>Nobody subscribed for a while, so nothing is read.</summary>
    Idle,

    /// <summary>At most 2 s old.</summary>
    Live,

    /// <summary>More than 2 s old.</summary>
    Behind,

    /// <summary>The source cannot be read, or was not for more than 10 s.</summary>
    Lost,
}
