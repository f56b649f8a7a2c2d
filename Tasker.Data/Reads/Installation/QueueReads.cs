using Npgsql;
using NpgsqlTypes;

namespace Tasker.Data.Reads;

/// <summary>Queues and how full they are; counting stops at <see cref="QueueItem.MostCounted"/>.</summary>
public sealed class QueueReads(TaskerDataSource source)
{
    // Tables are spliced into the second statement, quoted by the server.
    private const string NamesSql = """
        select m.queue_name::text, ns.name, to_regclass(format('pgmq.%I', 'q_' || lower(m.queue_name)))::oid, quote_ident('q_' || lower(m.queue_name))
        from pgmq.meta m
        left join tasker.namespaces ns on m.queue_name = 'worker_' || lower(ns.name) || '_queue'
        where to_regclass(format('pgmq.%I', 'q_' || lower(m.queue_name))) is not null
        order by m.queue_name
        limit $1
        """;

    private const string DepthSql = """
        select (select count(*)::int from (select 1 from pgmq.{0} q where q.vt <= clock_timestamp() limit $1) v),
            (select count(*)::int from (select 1 from pgmq.{0} q where q.vt > clock_timestamp() limit $1) h),
            (select clock_timestamp() - q.enqueued_at from pgmq.{0} q order by q.msg_id limit 1),
            coalesce(pg_stat_get_tuples_inserted($2), 0), coalesce(pg_stat_get_tuples_deleted($2), 0)
        """;

    /// <summary>Queues by name.</summary>
    public async Task<IReadOnlyList<QueueItem>> ListAsync(int rows, CancellationToken ct)
    {
        var queues = await Rows.ListAsync(
            source.Console, NamesSql, [Rows.Value(rows)], row => new Found(row.GetString(0), row.Text(1), row.GetFieldValue<uint>(2), row.GetString(3)), ct);
        if (queues.Count == 0) return [];
        await using var batch = source.Console.CreateBatch();
        foreach (var queue in queues)
        {
            var command = new NpgsqlBatchCommand(DepthSql.Replace("{0}", queue.Table, StringComparison.Ordinal));
            command.Parameters.Add(Rows.Value(QueueItem.MostCounted));
            command.Parameters.Add(new NpgsqlParameter<uint> { TypedValue = queue.Oid, NpgsqlDbType = NpgsqlDbType.Oid });
            batch.BatchCommands.Add(command);
        }

        return await ReadAsync(batch, queues, ct);
    }

    private static async Task<IReadOnlyList<QueueItem>> ReadAsync(
        NpgsqlBatch batch, List<Found> queues, CancellationToken ct)
    {
        var items = new List<QueueItem>(queues.Count);
        await using var row = await batch.ExecuteReaderAsync(ct);
        foreach (var queue in queues)
        {
            await row.ReadAsync(ct);
            items.Add(new QueueItem(queue.Name, queue.Namespace, row.GetInt32(0), row.GetInt32(1), row.Span(2))
            {
                TotalIn = row.GetInt64(3), TotalOut = row.GetInt64(4),
            });
            await row.NextResultAsync(ct);
        }

        return items;
    }

    private sealed record Found(string Name, string? Namespace, uint Oid, string Table);
}
