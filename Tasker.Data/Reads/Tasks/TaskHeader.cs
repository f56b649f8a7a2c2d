namespace Tasker.Data.Reads;

/// <summary>A task with everything that its row holds and how many of its steps are in each state.</summary>
public sealed record TaskHeader
{
    /// <summary>What lists show.</summary>
    public required TaskListItem Summary { get; init; }

    /// <summary>When the caller asked for it.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The correlation id of whatever caused the task.</summary>
    public Guid? ParentCorrelationId { get; init; }

    /// <summary>Why it was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>Labels.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>True: the first permanent failure stops the start of further steps.</summary>
    public required bool StopOnFailure { get; init; }

    /// <summary>The input.</summary>
    public required Payload Context { get; init; }

    /// <summary>The caller's options; null when there are none.</summary>
    public Payload? Options { get; init; }

    /// <summary>The identity in hexadecimal; null when every request makes a task.</summary>
    public string? IdentityHash { get; init; }

    /// <summary>Steps by state.</summary>
    public required StepTally Steps { get; init; }
}
