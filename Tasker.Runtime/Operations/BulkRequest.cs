using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;

namespace Tasker.Runtime.Operations;

/// <summary>A person asks for one act on many tasks: either on named ones or on those that a filter finds.</summary>
public sealed record BulkRequest
{
    /// <summary>The act.</summary>
    public required BulkAct Act { get; init; }

    /// <summary>Named tasks, 1 to 1,000; a task that is named twice is acted on once. Empty: by <see cref="Filter"/>.</summary>
    public IReadOnlyList<TaskId> Tasks { get; init; } = [];

    /// <summary>Which tasks, the newest first, at most <see cref="Most"/>; it has to restrict something. Null: by <see cref="Tasks"/>.</summary>
    public TaskFilter? Filter { get; init; }

    /// <summary>How many tasks the filter may find at most: 1 to 1,000, default 1,000.</summary>
    public int Most { get; init; } = BulkTasks.Most;

    /// <summary>The state in which a task has to be; others are conflicts. Null: whatever it is.</summary>
    public TaskState? ExpectedState { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key does the act once to each task, however often it is sent; 1 to 90 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
