using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Asks why a step is not running, on the console's pool.</summary>
public sealed class WaitReads(TaskerDataSource data)
{
    /// <summary>The causes, what has to be cleared first on top; empty when there is no such step.</summary>
    public async Task<IReadOnlyList<WaitCause>> WhyAsync(StepId step, CancellationToken ct) => await Rows.ListAsync(
        data.Console, "select w.no, w.cause, w.sentence, w.evidence, w.since from tasker.why_not_running($1, $2) w order by w.no",
        [Rows.Value(step.Task.Value), Rows.Value(step.StepNo)],
        row => new WaitCause(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.MaybeTime(4)), ct);
}
