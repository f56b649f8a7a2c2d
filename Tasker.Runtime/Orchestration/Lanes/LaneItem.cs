using Tasker.Data.Flow;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>One event on its way into the database: a task to create, or an attempt that ended.</summary>
internal sealed class LaneItem
{
    /// <param name="task">The task to create.</param>
    /// <param name="mayFree">Roots that could be claimed.</param>
    public LaneItem(NewTask task, int mayFree)
    {
        Creation = task;
        MayFree = mayFree;
        Effect = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <param name="end">The attempt's end.</param>
    /// <param name="mayFree">Successors that could be claimed.</param>
    public LaneItem(StepEnd end, int mayFree)
    {
        End = end;
        MayFree = mayFree;
        Effect = new TaskCompletionSource<bool>();
    }

    public NewTask? Creation { get; }

    public StepEnd? End { get; }

    /// <summary>Successors or roots that could be claimed because of this event.</summary>
    public int MayFree { get; }

    /// <summary>How often somebody else moved the task at the moment of the commit.</summary>
    public int Conflicts { get; set; }

    /// <summary>
    /// Answers true when the event took effect: false is a duplicate or a lost lease. Who waits for an end is the engine itself, and goes on
    /// in the lane's own thread; who waits for a creation may be anybody, and must not hold up the lane.
    /// </summary>
    public TaskCompletionSource<bool> Effect { get; }
}
