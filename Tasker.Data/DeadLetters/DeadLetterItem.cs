using Tasker.Data.Workflow;

namespace Tasker.Data.DeadLetters;

/// <summary>An entry without its snapshot.</summary>
public sealed record DeadLetterItem
{
    /// <summary>Key, a UUIDv7: sorts by the time of entry.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The task's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The task's template.</summary>
    public required string Template { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The state in which the task was found.</summary>
    public required string OriginalState { get; init; }

    /// <summary>The state of the task now.</summary>
    public required string TaskState { get; init; }

    /// <summary>One of <see cref="DeadLetterReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was entered, database time.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>One of <see cref="DeadLetterResolutions"/>.</summary>
    public required string Resolution { get; init; }

    /// <summary>When it was decided; null while it is pending.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>By whom; null while it is pending.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Notes.</summary>
    public string? Notes { get; init; }

    /// <summary>What led to it, JSON.</summary>
    public required string Cause { get; init; }

    /// <summary>Minutes from its entry to its decision, or to now.</summary>
    public required double Minutes { get; init; }

    /// <summary>The reason's weight plus the minutes (R§1.6): the order of the investigation queue. Means something while it is pending.</summary>
    public required double PriorityScore { get; init; }
}
