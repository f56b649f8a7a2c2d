using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Events;

/// <summary>Durable events on their way from the commit that wrote them to the queue of their namespace. On the engine's pool.</summary>
public sealed class DomainEventStore(TaskerDataSource data)
{
    private const string Columns = """
        e.event_id, e.event_name, e.namespace_name, e.task_id, e.step_no, e.step_name, e.template_id, e.template_step_no, e.event_no, e.correlation_id,
        e.payload, e.tries
        """;

    private const string ByIdSql = $"""
        select {Columns}
        from unnest($1::uuid[]) with ordinality as i(event_id, no)
        join tasker.domain_events e on e.event_id = i.event_id
        where e.state = 0
        order by i.no
        """;

    // Those of a node that lives are its own for a while: two nodes with one event would call its publisher twice.
    private const string DueSql = $"""
        select {Columns}
        from tasker.domain_events e
        where e.state = 0 and e.retry_at <= clock_timestamp()
          and (e.node_id = $1 or e.occurred_at < clock_timestamp() - interval '30 seconds'
            or not exists (select 1 from tasker.nodes n where n.node_id = e.node_id and n.stopped_at is null and n.lease_until > clock_timestamp()))
        order by e.retry_at
        limit $2
        """;

    private const string SettleSql = """
        update tasker.domain_events e set state = $2, error = left($3, 1000), done_at = clock_timestamp() where e.event_id = $1 and e.state = 0
        """;

    private const string PostponeSql = """
        update tasker.domain_events e
        set tries = e.tries + 1, error = left($3, 1000), retry_at = clock_timestamp() + $2
        where e.event_id = $1 and e.state = 0
        """;

    /// <summary>Those of these events that are still to be published, in the order given.</summary>
    public Task<List<PendingEvent>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        Rows.ListAsync(data.Engine, ByIdSql, [Rows.Value(ids.ToArray())], Read, ct);

    /// <summary>
    /// Events that are due and that nobody is about to publish: this node's own, those of nodes that are gone, and after 30 s those of any.
    /// </summary>
    /// <param name="node">This node.</param>
    /// <param name="most">How many at most, the longest due first.</param>
    /// <param name="ct">Cancels.</param>
    public Task<List<PendingEvent>> ReadDueAsync(int node, int most, CancellationToken ct) =>
        Rows.ListAsync(data.Engine, DueSql, [Rows.Value(node), Rows.Value(most)], Read, ct);

    /// <summary>Publishes events in one commit: each gets its place in the order and goes into the queue of its namespace.</summary>
    /// <param name="events">Ids and the events, JSON, in their order.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Those that nobody else had published or withheld.</returns>
    public async Task<HashSet<Guid>> PublishAsync(IReadOnlyList<(Guid Id, string Json)> events, CancellationToken ct) =>
        [.. await Rows.ListAsync(
            data.Engine, "select p from tasker.publish_events($1, $2) p where p is not null",
            [
                Rows.Value(events.Select(e => e.Id).ToArray()),
                new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(e => e.Json)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            ],
            row => row.GetGuid(0), ct)];

    /// <summary>Its publisher does not want the event published; it is kept and goes nowhere.</summary>
    public Task WithholdAsync(Guid id, CancellationToken ct) => ExecuteAsync(SettleSql, ct, Rows.Value(id), Rows.Value((short)2), Rows.Maybe(null, NpgsqlDbType.Text));

    /// <summary>Its payload breaks the schema that it was declared with; it is kept with the reason and goes nowhere.</summary>
    public Task RefuseAsync(Guid id, string error, CancellationToken ct) =>
        ExecuteAsync(SettleSql, ct, Rows.Value(id), Rows.Value((short)3), Rows.Value(Storable(error)));

    /// <summary>A try failed; there is another one later.</summary>
    public Task PostponeAsync(Guid id, TimeSpan delay, string error, CancellationToken ct) =>
        ExecuteAsync(PostponeSql, ct, Rows.Value(id), Rows.Value(delay), Rows.Value(Storable(error)));

    /// <summary>Deletes events that were done with longer ago than <paramref name="keep"/>.</summary>
    /// <returns>How many; <paramref name="most"/> means that there may be more.</returns>
    public async Task<int> PruneAsync(TimeSpan keep, int most, CancellationToken ct) =>
        (await Rows.ListAsync(data.Engine, "select tasker.prune_events($1, $2)", [Rows.Value(keep), Rows.Value(most)], row => row.GetInt32(0), ct))[0];

    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private async Task ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = data.Engine.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static PendingEvent Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), new TaskId(row.GetGuid(3)).Step(row.GetInt32(4)), row.GetString(5), row.GetInt32(6), row.GetInt32(7),
        row.GetInt32(8), row.GetGuid(9), row.GetString(10), row.GetInt32(11));
}
