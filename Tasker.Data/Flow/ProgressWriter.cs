using Npgsql;
using NpgsqlTypes;

namespace Tasker.Data.Flow;

/// <summary>Stores how far attempts have come, for many in one statement.</summary>
public static class ProgressWriter
{
    private const string Sql = """
        insert into tasker.step_progress (task_id, step_no, attempt, percent, note, at)
        select s.task_id, s.step_no, s.attempts, i.percent, i.note, clock_timestamp()
        from unnest($2::uuid[], $3::int[], $4::smallint[], $5::smallint[], $6::text[]) as i(task_id, step_no, attempt, percent, note)
        join tasker.steps s on s.task_id = i.task_id and s.step_no = i.step_no
        where s.state = 3 and s.attempts = i.attempt and s.lease_node = $1
        order by s.task_id, s.step_no
        on conflict (task_id, step_no) do update
        set attempt = excluded.attempt, percent = excluded.percent, note = excluded.note, at = excluded.at
        """;

    /// <summary>Stores them. What is no longer the node's is left out.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="node">The node that holds the attempts.</param>
    /// <param name="progress">At most one of a step.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many were stored.</returns>
    public static async Task<int> SaveAsync(NpgsqlDataSource source, int node, IReadOnlyList<NewProgress> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(progress);
        await using var command = source.CreateCommand(Sql);
        var p = command.Parameters;
        p.Add(FlowWriter.Value(node));
        p.Add(FlowWriter.Array(progress, x => x.Step.Task.Value, NpgsqlDbType.Uuid));
        p.Add(FlowWriter.Array(progress, x => x.Step.StepNo, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(progress, x => x.Attempt, NpgsqlDbType.Smallint));
        p.Add(FlowWriter.Array(progress, x => (short)x.Percent, NpgsqlDbType.Smallint));
        p.Add(FlowWriter.Array(progress, x => x.Note, NpgsqlDbType.Text));
        return await command.ExecuteNonQueryAsync(ct);
    }
}
