using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>What operators' acts replaced in a step.</summary>
public sealed class ReplacedPayloadReads(TaskerDataSource source)
{
    // Values are cut so that a page of them stays small; the whole current value is read with the step.
    private const int MostCharacters = 64 * 1024;

    private const string Sql = """
        select p.what, left(p.value::text, $3), length(p.value::text), c.kind, c.actor, c.reason, c.requested_at
        from tasker.step_payloads p
        join tasker.operator_commands c on c.command_id = p.command_id
        where p.task_id = $1 and p.step_no = $2
        order by p.payload_id desc
        limit $4
        """;

    /// <summary>The last ones first, at most <paramref name="rows"/>; values longer than 64 Ki characters are cut.</summary>
    public async Task<IReadOnlyList<ReplacedPayload>> OfAsync(StepId step, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, Sql, [Rows.Value(step.Task.Value), Rows.Value(step.StepNo), Rows.Value(MostCharacters), Rows.Value(rows)],
            row => new ReplacedPayload(row.GetString(0), row.Payload(1), row.GetString(3), row.GetString(4), row.Text(5), row.Time(6)), ct);
}
