namespace Tasker.Data.Workflow;

/// <summary>What a person asked for and what came of it: the audit trail. Written in the same commit as the effect.</summary>
public sealed class OperatorCommandRow
{
    /// <summary>Key, a UUIDv7.</summary>
    public Guid CommandId { get; set; }

    /// <summary>The caller's key; the same key never acts twice.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>What: <c>step.retry</c>, <c>step.fail</c>, <c>step.resolve</c>, <c>step.complete</c>, <c>task.cancel</c>, <c>template.publish</c> ….</summary>
    public required string Kind { get; set; }

    /// <summary>On which task.</summary>
    public Guid? TaskId { get; set; }

    /// <summary>On which step.</summary>
    public int? StepNo { get; set; }

    /// <summary>Parameters, JSON; never payloads.</summary>
    public string? Args { get; set; }

    /// <summary>Who, as <c>user:name</c>.</summary>
    public required string Actor { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>The state that the person saw.</summary>
    public short? ExpectedState { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary><c>applied</c>, <c>conflict</c> or <c>refused</c>.</summary>
    public required string Outcome { get; set; }

    /// <summary>In words.</summary>
    public string? OutcomeDetail { get; set; }
}
