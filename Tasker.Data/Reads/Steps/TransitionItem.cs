using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>One move of a task or a step.</summary>
public sealed record TransitionItem
{
    /// <summary>Number of the history row; 0 for the making of a step, which has no row of its own.</summary>
    public required long Seq { get; init; }

    /// <summary>Place in that row, from 1: one row holds all moves that an entity made in one commit.</summary>
    public required int Hop { get; init; }

    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The step, or null for a move of the task itself.</summary>
    public int? StepNo { get; init; }

    /// <summary>The step's name.</summary>
    public string? StepName { get; init; }

    /// <summary>State left; null when the entity was made.</summary>
    public string? FromState { get; init; }

    /// <summary>State reached.</summary>
    public required string ToState { get; init; }

    /// <summary>Database time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time since the entity's previous move; null for its first.</summary>
    public TimeSpan? SincePrevious { get; init; }

    /// <summary>The attempt that began or ended.</summary>
    public int? Attempt { get; init; }

    /// <summary>The node that did it.</summary>
    public int? NodeId { get; init; }

    /// <summary>That node's machine and process, as <c>host:pid</c>.</summary>
    public string? Node { get; init; }

    /// <summary>How long the handler ran.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The operator, as <c>user:name</c>; null when the engine did it.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, in the operator's words or the failure's message.</summary>
    public string? Reason { get; init; }

    /// <summary>Failure, reason or command as JSON, at most 4,000 characters.</summary>
    public string? Detail { get; init; }
}
