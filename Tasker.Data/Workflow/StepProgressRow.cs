namespace Tasker.Data.Workflow;

/// <summary>How far a step's handler has come, as it said last. Written for all steps of a node together, every few seconds at most.</summary>
public sealed class StepProgressRow
{
    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The step.</summary>
    public int StepNo { get; set; }

    /// <summary>The attempt that said it.</summary>
    public short Attempt { get; set; }

    /// <summary>0 to 100.</summary>
    public short Percent { get; set; }

    /// <summary>In words, at most 200 characters.</summary>
    public string? Note { get; set; }

    /// <summary>When it was written, database time.</summary>
    public DateTimeOffset At { get; set; }
}
