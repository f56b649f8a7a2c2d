using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>Asks what a step is an instance of; that never changes, so it may be asked ahead of an act.</summary>
public sealed class StepKindReader(TaskerDataSource data)
{
    private const string Sql = """
        select t.template_id, s.template_step_no
        from tasker.steps s
        join tasker.tasks t on t.task_id = s.task_id
        where s.task_id = $1 and s.step_no = $2
        """;

    /// <summary>The template version and the number of the step in it; null when there is no such step.</summary>
    public async Task<(int TemplateId, int TemplateStepNo)?> FindAsync(StepId step, CancellationToken ct)
    {
        var found = await Rows.ListAsync(
            data.Console, Sql, [Rows.Value(step.Task.Value), Rows.Value(step.StepNo)], row => (row.GetInt32(0), row.GetInt32(1)), ct);
        return found.Count == 0 ? null : found[0];
    }
}
