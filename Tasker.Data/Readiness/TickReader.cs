using Npgsql;

namespace Tasker.Data.Readiness;

/// <summary>The fallback poll: one read that finds everything that a lost notification could have hidden.</summary>
public static class TickReader
{
    private const string Sql = """
        select
            (select extract(epoch from min(s.retry_at) - clock_timestamp())::double precision from tasker.steps s where s.retry_at is not null),
            (select coalesce(array_agg(n.node_id), '{}') from tasker.nodes n where n.stopped_at is null and n.lease_until < clock_timestamp()),
            (select count(*)::int from tasker.nodes n where n.stopped_at is null and n.lease_until >= clock_timestamp() and n.node_id <> $1),
            tasker.namespaces_with_work(),
            exists (select 1 from pgmq.q_orchestration_step_results r where r.vt <= clock_timestamp())
                and not tasker.queue_is_paused('orchestration_step_results'),
            (select extract(epoch from min(n.lease_until) - clock_timestamp())::double precision
             from tasker.nodes n where n.stopped_at is null and n.lease_until >= clock_timestamp() and n.node_id <> $1),
            (select extract(epoch from min(p.until) - clock_timestamp())::double precision from tasker.pauses p where p.until is not null),
            (select n.wake_up::text from tasker.nodes n where n.node_id = $1)
        """;

    /// <summary>Looks.</summary>
    public static async Task<TickResult> ReadAsync(NpgsqlDataSource dataSource, int node, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue(node);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new TickResult(
            Ahead(reader, 0), reader.GetFieldValue<int[]>(1), reader.GetInt32(2), reader.GetFieldValue<string[]>(3), reader.GetBoolean(4),
            Ahead(reader, 5), Ahead(reader, 6), reader.IsDBNull(7) ? null : reader.GetString(7));
    }

    private static TimeSpan? Ahead(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Clamp(row.GetDouble(column), 0, 86_400));
}
