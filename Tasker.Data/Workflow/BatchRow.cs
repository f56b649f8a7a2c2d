namespace Tasker.Data.Workflow;

/// <summary>A batch of a task: the workers that are copies of one batch_worker step, and what limits them.</summary>
public sealed class BatchRow
{
    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The template step that the workers are copies of.</summary>
    public int WorkerNo { get; set; }

    /// <summary>Workers that have a place at the same time, at most; 1 or more.</summary>
    public int Parallelism { get; set; }

    /// <summary>What a failed worker means for the others.</summary>
    public BatchStrategy Strategy { get; set; }
}
