using Tasker.Data.Events;
using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>What a person does, apart from what it is done to. Everything in it was validated.</summary>
public sealed record OperatorAct
{
    /// <summary>What it moves.</summary>
    public required OperatorScope Scope { get; init; }

    /// <summary>The kind under which it is recorded, such as <c>step.retry</c>; at most 40 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>Who, as <c>user:name</c>; at most 128 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; at most 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The states from which it is possible, with the path that each takes.</summary>
    public required IReadOnlyList<OperatorMove> Moves { get; init; }

    /// <summary>Task states that rule out an act on a step; for an act on a task: states that rule it out unless a step is in error.</summary>
    public IReadOnlyList<TaskState> RefusedIn { get; init; } = [];

    /// <summary>Parameters for the audit row, JSON; never payloads.</summary>
    public string? Args { get; init; }

    /// <summary>The result that a step is completed with, JSON.</summary>
    public string? Result { get; init; }

    /// <summary>Durable events that a step's completion by hand publishes, written in the same commit. Only for a single step.</summary>
    public IReadOnlyList<NewDomainEvent> Events { get; init; } = [];

    /// <summary>New inputs of the step, JSON; null leaves them as they are. The old ones are kept.</summary>
    public string? Inputs { get; init; }

    /// <summary>Numbers of template steps that the act must not send back once they are complete: others exist because of what they decided.</summary>
    public IReadOnlyList<int> Deciders { get; init; } = [];

    /// <summary>Why the act is refused when nothing else speaks against it; at most 1000 characters. Null: nothing does.</summary>
    public string? Refusal { get; init; }

    /// <summary>The failure that a step is failed with, JSON.</summary>
    public string? Failure { get; init; }
}
