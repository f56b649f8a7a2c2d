using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>A person asks for something to be done to a task.</summary>
public sealed record TaskActRequest
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The state that the person saw: anything else is a conflict. Null: whatever it is.</summary>
    public TaskState? ExpectedState { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
