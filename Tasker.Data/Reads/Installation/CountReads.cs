using Tasker.Data.Live;
using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Counts everything by state. Reads all tasks: share the answer.</summary>
public sealed class CountReads(TaskerDataSource source, TimeProvider clock)
{
    /// <summary>Tasks by template version and state, and the steps under way.</summary>
    public async Task<WorkTotals> CountAsync(CancellationToken ct)
    {
        var tasks = await Rows.ListAsync(
            source.Console, TransitionLogSql.TaskTotals, [], row => ((row.GetInt32(0), (TaskState)row.GetInt16(1)), row.GetInt64(2)), ct);
        var steps = await Rows.ListAsync(
            source.Console, TransitionLogSql.StepTotals, [], row => ((StepState)row.GetInt16(0), row.GetInt64(1)), ct);
        return new WorkTotals(tasks.ToDictionary(t => t.Item1, t => t.Item2), steps.ToDictionary(s => s.Item1, s => s.Item2), clock.GetUtcNow());
    }
}
