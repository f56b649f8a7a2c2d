using Tasker.Data.Workflow;

namespace Tasker.Data.Sweeps;

/// <summary>A step that does not stand as it should.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="StepNo">The step's number.</param>
/// <param name="ChangedAt">Since when it is in its state; not set for a wrong count of parents.</param>
public sealed record StuckStep(TaskId TaskId, int StepNo, DateTimeOffset ChangedAt);

/// <summary>What one look of a sweep found.</summary>
public sealed class SweepFindings
{
    /// <summary>Tasks whose counters or state do not follow from their steps, or that have ready steps which nobody queued.</summary>
    public List<TaskId> Unsettled { get; } = [];

    /// <summary>Steps that wait for parents which have ended, in tasks where nothing else goes on.</summary>
    public List<StuckStep> Miscounted { get; } = [];

    /// <summary>Queued steps whose message should have been taken long ago: suspects, of which those without a message get a new one.</summary>
    public List<StuckStep> MessageSuspects { get; } = [];

    /// <summary>Handed-over steps whose result should have been accepted long ago: suspects.</summary>
    public List<StuckStep> ResultSuspects { get; } = [];

    /// <summary>Nodes that hold attempts although they are not alive.</summary>
    public List<int> DeadHolders { get; } = [];

    /// <summary>True when a back-off is long over and nobody staged its step.</summary>
    public bool OverdueRetries { get; set; }

    /// <summary>The worker queues.</summary>
    public List<string> Queues { get; } = [];

    /// <summary>Where to go on; null when there is no open task after this.</summary>
    public SweepPlace? Next { get; set; }

    /// <summary>The tasks of which something has to be healed.</summary>
    public IReadOnlyList<TaskId> Tasks =>
        [.. Unsettled.Concat(Miscounted.Concat(MessageSuspects).Concat(ResultSuspects).Select(s => s.TaskId)).Distinct()];

    /// <summary>What was found of one task.</summary>
    public SweepFindings Of(TaskId task)
    {
        var one = new SweepFindings();
        one.Unsettled.AddRange(Unsettled.Where(t => t == task));
        one.Miscounted.AddRange(Miscounted.Where(s => s.TaskId == task));
        one.MessageSuspects.AddRange(MessageSuspects.Where(s => s.TaskId == task));
        one.ResultSuspects.AddRange(ResultSuspects.Where(s => s.TaskId == task));
        return one;
    }

    /// <summary>True when something has to be healed.</summary>
    public bool Any => Unsettled.Count + Miscounted.Count + MessageSuspects.Count + ResultSuspects.Count > 0;
}

/// <summary>A place in the walk over open tasks.</summary>
/// <param name="Phase">0 open, 1 blocked.</param>
/// <param name="TaskId">The last task seen there.</param>
public sealed record SweepPlace(short Phase, TaskId TaskId)
{
    /// <summary>Before all tasks.</summary>
    public static SweepPlace Start { get; } = new(-1, new TaskId(Guid.Empty));
}
