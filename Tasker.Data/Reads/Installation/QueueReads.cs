using Npgsql;

namespace Tasker.Data.Reads;

/// <summary>Queues and how full they are; counting stops at <see cref="QueueItem.MostCounted"/>.</summary>
public sealed class QueueReads(TaskerDataSource source)
{
    // Names are spliced into the second statement, so only those of the shape that pgmq.create makes are let through.
    private const string NamesSql = """
        select m.queue_name::text, ns.name
        from pgmq.meta m
        left join tasker.namespaces ns on m.queue_name = 'worker_' || lower(ns.name) || '_queue'
        where m.queue_name ~ '^[a-z0-9_]{1,47}$' and to_regclass('pgmq.q_' || m.queue_name) is not null
        order by m.queue_name
        limit $1
        """;

    private const string DepthSql = """
        select (select count(*)::int from (select 1 from pgmq.{0} q where q.vt <= clock_timestamp() limit $1) v),
            (select count(*)::int from (select 1 from pgmq.{0} q where q.vt > clock_timestamp() limit $1) h),
            (select clock_timestamp() - q.enqueued_at from pgmq.{0} q order by q.msg_id limit 1)
        """;

    /// <summary>Queues by name.</summary>
    public async Task<IReadOnlyList<QueueItem>> ListAsync(int rows, CancellationToken ct)
    {
        var queues = await Rows.ListAsync(
            source.Console, NamesSql, [Rows.Value(rows)], row => (Name: row.GetString(0), Namespace: row.Text(1)), ct);
        if (queues.Count == 0) return [];
        await using var batch = source.Console.CreateBatch();
        foreach (var (name, _) in queues)
        {
            var command = new NpgsqlBatchCommand(DepthSql.Replace("{0}", "q_" + name));
            command.Parameters.Add(Rows.Value(QueueItem.MostCounted));
            batch.BatchCommands.Add(command);
        }

        return await ReadAsync(batch, queues, ct);
    }

    private static async Task<IReadOnlyList<QueueItem>> ReadAsync(
        NpgsqlBatch batch, List<(string Name, string? Namespace)> queues, CancellationToken ct)
    {
        var items = new List<QueueItem>(queues.Count);
        await using var row = await batch.ExecuteReaderAsync(ct);
        foreach (var (name, ns) in queues)
        {
            await row.ReadAsync(ct);
            items.Add(new QueueItem(name, ns, row.GetInt32(0), row.GetInt32(1), row.Span(2)));
            await row.NextResultAsync(ct);
        }

        return items;
    }
}
