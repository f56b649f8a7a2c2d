using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Which task was made by running which one again.</summary>
public sealed class TaskLinkReads(TaskerDataSource source)
{
    private const string Sql = """
        select l.task_id, l.rerun_of from tasker.task_links l where l.task_id = $1
        union all
        (select l.task_id, l.rerun_of from tasker.task_links l where l.rerun_of = $1 order by l.task_id desc limit $2)
        """;

    /// <summary>The task that this one runs again, and those that run it again, the newest first; at most <paramref name="rows"/>.</summary>
    public async Task<(TaskId? RerunOf, IReadOnlyList<TaskId> Reruns)> OfAsync(TaskId task, int rows, CancellationToken ct)
    {
        var links = await Rows.ListAsync(
            source.Console, Sql, [Rows.Value(task.Value), Rows.Value(rows)], row => (New: new TaskId(row.GetGuid(0)), Old: new TaskId(row.GetGuid(1))), ct);
        var origin = links.Where(l => l.New == task).Select(l => (TaskId?)l.Old).FirstOrDefault();
        return (origin, [.. links.Where(l => l.Old == task).Select(l => l.New)]);
    }
}
