namespace Tasker.Data.Reads;

/// <summary>How far a step has come, and whether its batch lets it start.</summary>
public sealed record StepSigns
{
    /// <summary>0 to 100, as its handler said last; null when it never did.</summary>
    public int? Percent { get; init; }

    /// <summary>In words.</summary>
    public string? Note { get; init; }

    /// <summary>When that was stored.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>Items done as of the last checkpoint; null without one.</summary>
    public long? ItemsProcessed { get; init; }

    /// <summary>When the last checkpoint was stored.</summary>
    public DateTimeOffset? CheckpointAt { get; init; }

    /// <summary>Checkpoints so far.</summary>
    public long Checkpoints { get; init; }

    /// <summary>Of these, at how many the handler gave its place to others and went on later.</summary>
    public long Yields { get; init; }

    /// <summary>True while the step would start if its batch had a place for it.</summary>
    public bool WaitsForPlace { get; init; }

    /// <summary>Since when it has made no progress, if that is longer than allowed; null otherwise.</summary>
    public DateTimeOffset? StalledSince { get; init; }
}
