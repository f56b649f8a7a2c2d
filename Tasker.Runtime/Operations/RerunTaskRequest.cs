using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>A person asks for a task to be run again as a new one.</summary>
public sealed record RerunTaskRequest
{
    /// <summary>The task to run again.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Another input for the new task, a JSON object that fits the template's <c>input_schema</c>. Null: the old task's.</summary>
    public string? ContextJson { get; init; }

    /// <summary>The state that the person saw: anything else is a conflict. Null: whatever it is.</summary>
    public TaskState? ExpectedState { get; init; }

    /// <summary>The same key makes one task, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
