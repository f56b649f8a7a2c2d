using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>A task that is to be run again as a new one. Everything in it was validated.</summary>
public sealed record RerunAct
{
    /// <summary>Key of the audit row, a UUIDv7.</summary>
    public required Guid CommandId { get; init; }

    /// <summary>The task to run again.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The new task's id.</summary>
    public required TaskId NewTaskId { get; init; }

    /// <summary>The new task's correlation id; the old task's becomes its parent's.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Who, as <c>user:name</c>; at most 128 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; at most 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The input in place of the old task's, a JSON object; null: the same.</summary>
    public string? Context { get; init; }

    /// <summary>The state that the person saw; null: whatever it is.</summary>
    public TaskState? Expected { get; init; }

    /// <summary>The caller's key, at most 128 characters; null: none.</summary>
    public string? IdempotencyKey { get; init; }
}
