using Tasker.Data.Flow;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>One event on its way into the database: a task to create, or an attempt that ended.</summary>
internal sealed class LaneItem
{
    public NewTask? Creation { get; init; }

    public StepEnd? End { get; init; }

    /// <summary>Successors or roots that could be claimed because of this event.</summary>
    public int MayFree { get; init; }

    /// <summary>How often somebody else moved the task at the moment of the commit.</summary>
    public int Conflicts { get; set; }

    /// <summary>Answers true when the event took effect: false is a duplicate or a lost lease.</summary>
    public TaskCompletionSource<bool> Effect { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
