using Npgsql;

namespace Tasker.Data.Reads;

/// <summary>Nodes: process starts and their leases.</summary>
public sealed class NodeReads(TaskerDataSource source)
{
    // Live ones through their own index; of the others only those that started last, by the key.
    private const string Sql = """
        with shown as (
            (select n.* from tasker.nodes n where n.stopped_at is null order by n.node_id desc limit $1)
            union all
            (select n.* from (select l.* from tasker.nodes l order by l.node_id desc limit $1) n where n.stopped_at is not null)
        )
        select n.node_id, n.instance, n.host, n.pid, n.roles,
            case jsonb_typeof(n.namespaces) when 'array' then array(select jsonb_array_elements_text(n.namespaces)) end,
            n.started_at, n.renewed_at, n.lease_until - clock_timestamp(), n.stopped_at, left(n.stats::text, 100000)
        from shown n
        order by n.stopped_at is not null, n.node_id desc
        limit $1
        """;

    /// <summary>Live nodes first, newest first; then those that stopped.</summary>
    public async Task<IReadOnlyList<NodeItem>> ListAsync(int rows, CancellationToken ct) =>
        await Rows.ListAsync(source.Console, Sql, [Rows.Value(rows)], Item, ct);

    private static NodeItem Item(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetGuid(1), row.GetString(2), row.GetInt32(3),
        row.GetString(4).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        row.IsDBNull(5) ? null : row.GetFieldValue<string[]>(5), row.Time(6), row.Time(7), row.GetTimeSpan(8), row.MaybeTime(9), row.Text(10));
}
