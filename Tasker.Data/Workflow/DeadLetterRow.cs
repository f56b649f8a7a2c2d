namespace Tasker.Data.Workflow;

/// <summary>A task under investigation (R§1.5). The task itself stays where it is.</summary>
public sealed class DeadLetterRow
{
    /// <summary>Key, a UUIDv7.</summary>
    public Guid EntryId { get; set; }

    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The state it was found in.</summary>
    public TaskState OriginalState { get; set; }

    /// <summary>staleness_timeout, max_retries_exceeded, dependency_cycle_detected, worker_unavailable or manual_dlq.</summary>
    public required string Reason { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>pending, manually_resolved, permanently_failed or cancelled.</summary>
    public required string Resolution { get; set; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>By whom.</summary>
    public string? ResolvedBy { get; set; }

    /// <summary>Notes.</summary>
    public string? Notes { get; set; }

    /// <summary>What led to it: the step, limit or cycle, JSON.</summary>
    public required string Cause { get; set; }

    /// <summary>What investigators keep with it, JSON; null: nothing.</summary>
    public string? Metadata { get; set; }

    /// <summary>Task, steps, transitions and errors at the time of entry, JSON; bounded, without payloads.</summary>
    public required string Snapshot { get; set; }
}
