namespace Tasker.Data.Workflow;

/// <summary>A value of a step that an operator's act replaced: what it was before. Written in the same commit as the act, never changed.</summary>
public sealed class StepPayloadRow
{
    /// <summary>Order in which values were replaced.</summary>
    public long PayloadId { get; set; }

    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The step.</summary>
    public int StepNo { get; set; }

    /// <summary><c>inputs</c>, <c>result</c> or <c>checkpoint</c>.</summary>
    public required string What { get; set; }

    /// <summary>The value, JSON; null: inputs were replaced that the step had none of its own of, so it worked on the task's context.</summary>
    public string? Value { get; set; }

    /// <summary>The act that replaced it (see <see cref="OperatorCommandRow"/>): who, when, why.</summary>
    public Guid CommandId { get; set; }
}
