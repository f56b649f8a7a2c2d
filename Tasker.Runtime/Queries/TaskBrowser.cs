using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about tasks.</summary>
public sealed class TaskBrowser
{
    /// <summary>Tasks, newest first.</summary>
    public Task<KeysetPage<TaskListItem>> ListAsync(TaskFilter filter, PageRequest page, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>How many tasks there are, up to 10,000.</summary>
    public Task<BoundedCount> CountAsync(TaskFilter filter, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>The named tasks as lists show them, in no order; for refreshing visible rows. At most 200.</summary>
    public Task<IReadOnlyList<TaskListItem>> RefreshAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>One task; null when there is none.</summary>
    public Task<TaskDetail?> GetAsync(TaskId task, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Steps of a task by number, from <paramref name="afterNo"/> + 1.</summary>
    public Task<TaskSteps> StepsAsync(TaskId task, CancellationToken ct, int afterNo = -1) => throw new NotSupportedException();

    /// <summary>The graph of the steps that exist; null when there is no such task.</summary>
    public Task<TaskTopology?> TopologyAsync(TaskId task, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>All moves of the task and its steps, newest first.</summary>
    public Task<KeysetPage<TransitionItem>> TransitionsAsync(TaskId task, PageRequest page, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>All executions of all steps by start, at most 5,000: what a time line shows.</summary>
    public Task<IReadOnlyList<AttemptItem>> AttemptsAsync(TaskId task, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>What people did with the task, newest first.</summary>
    public Task<KeysetPage<CommandItem>> CommandsAsync(TaskId task, PageRequest page, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Tasks and live steps by state.</summary>
    public Task<StateCounts> CountsAsync(CancellationToken ct) => throw new NotSupportedException();
}
