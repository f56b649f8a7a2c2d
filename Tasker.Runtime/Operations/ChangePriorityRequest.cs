using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>A person wants a task to go sooner or later than others.</summary>
public sealed record ChangePriorityRequest
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>-100 to 100, higher first.</summary>
    public required int Priority { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
