using Tasker.Data.Workflow;

namespace Tasker.Data.DeadLetters;

/// <summary>Which entries; what is null does not matter.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>One of <see cref="DeadLetterResolutions"/>.</summary>
    public string? Resolution { get; init; }

    /// <summary>One of <see cref="DeadLetterReasons"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The namespace of the task.</summary>
    public string? Namespace { get; init; }

    /// <summary>The template's name.</summary>
    public string? Template { get; init; }

    /// <summary>Where the task is now.</summary>
    public TaskState? TaskState { get; init; }

    /// <summary>Entered before this time.</summary>
    public DateTimeOffset? EnteredBefore { get; init; }
}
