using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Engine;

/// <summary>What a node does and how it writes.</summary>
public sealed class EngineOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Engine";

    /// <summary>Roles of this process; default all three.</summary>
    public NodeRoles Roles { get; init; } = NodeRoles.All;

    /// <summary>
    /// Local: a finished step is advanced by the node that ran it, in one commit. Distributed: through the queue of results, as when
    /// worker and orchestrator are different processes. Default Local; a node without the orchestrator role is always Distributed.
    /// </summary>
    public EnginePath Path { get; init; } = EnginePath.Local;

    /// <summary>Writers; tasks are spread over them by id, so that no two lock the same rows. 1 to 32, default 2.</summary>
    [Range(1, 32)]
    public int Lanes { get; init; } = 2;

    /// <summary>Events in one commit at most. 1 to 2,000, default 500.</summary>
    [Range(1, 2000)]
    public int LaneBatch { get; init; } = 500;

    /// <summary>Events that may wait for a writer. 100 to 1,000,000, default 20,000.</summary>
    [Range(100, 1_000_000)]
    public int LaneQueue { get; init; } = 20_000;

    /// <summary>How long a node's lease runs; renewed at a third. After it, others take the node's attempts. 2 s to 10 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The fallback poll: what a lost notification hid is found within this time. 50 ms to 1 min, default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How the node learns of work from elsewhere; can be switched while it runs. Default Hybrid.</summary>
    public WakeUpMode WakeUp { get; init; } = WakeUpMode.Hybrid;

    /// <summary>How often one node looks for what nothing else would bring forward again (see docs/flow-control.md). 1 s to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long something must have been stuck before a sweep heals it. 1 s to 10 min, default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a running step that says how far it is may be silent before it counts as stalled (see docs/batches.md). 10 s to 7 d, default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stop waits for running handlers. 0 to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Memory for inputs and results of tasks under way; what does not fit is read again. 1 to 4,096 MiB, default 64.</summary>
    [Range(1, 4096)]
    public int TaskMemoryMegabytes { get; init; } = 64;

    /// <summary>The template environment whose overrides apply; default <c>production</c>.</summary>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    public string Environment { get; init; } = "production";
}
