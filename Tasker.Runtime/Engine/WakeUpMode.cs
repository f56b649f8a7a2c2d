namespace Tasker.Runtime.Engine;

/// <summary>How a node learns of work that came up elsewhere. Work of its own reaches it in memory in every mode but Disabled.</summary>
public enum WakeUpMode
{
    /// <summary>By other nodes' bells and by polling: a lost bell costs at most the poll interval. The default.</summary>
    Hybrid,

    /// <summary>
    /// By bells and by alarms that it knows of (the end of a back-off, of a pause); it looks at the database by itself only every 30 s, and
    /// at the poll interval while it has no connection to listen on.
    /// </summary>
    EventDrivenOnly,

    /// <summary>By polling alone, without a listening connection: often while there is work, down to the poll interval at rest.</summary>
    PollingOnly,

    /// <summary>Not at all: the node takes nothing new and finishes what it holds. What it is asked for through its API is queued for others.</summary>
    Disabled,
}
