using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>What somebody wants to hear of.</summary>
public abstract record LiveInterest
{
    private LiveInterest()
    {
    }

    /// <summary>One task and its steps.</summary>
    /// <param name="TaskId">The task.</param>
    public sealed record OneTask(TaskId TaskId) : LiveInterest;

    /// <summary>Moves of tasks, not of steps.</summary>
    public sealed record TaskList : LiveInterest;

    /// <summary>Nodes, at most once a second.</summary>
    public sealed record Workers : LiveInterest;

    /// <summary>Queue depths, at most once a second.</summary>
    public sealed record Queues : LiveInterest;

    /// <summary>Everything.</summary>
    public sealed record Global : LiveInterest;

    internal bool Includes(LiveEvent change) => this switch
    {
        OneTask one => change.Kind is LiveEventKind.Task or LiveEventKind.Step && change.TaskId == one.TaskId,
        TaskList => change.Kind == LiveEventKind.Task,
        Workers => change.Kind == LiveEventKind.Workers,
        Queues => change.Kind == LiveEventKind.Queues,
        _ => true,
    };
}
