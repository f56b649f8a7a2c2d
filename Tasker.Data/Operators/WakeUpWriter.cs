using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Reads;

namespace Tasker.Data.Operators;

/// <summary>Writes how live nodes should find work, with the audit row in one commit. Each node reads its own row at every look.</summary>
public sealed class WakeUpWriter(TaskerDataSource data)
{
    private const string Sql = """
        with earlier as materialized (
            select c.kind = 'node.wake_up' as same, c.requested_at from tasker.operator_commands c where c.idempotency_key = $5
        ), meant as materialized (
            select n.node_id from tasker.nodes n
            where n.stopped_at is null and ($2::int is null or n.node_id = $2) and not exists (select 1 from earlier)
        ), told as (
            update tasker.nodes n set wake_up = $3 from meant m where n.node_id = m.node_id
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, args, actor, reason, requested_at, outcome)
            select $1, $5, 'node.wake_up', jsonb_build_object('mode', $3, 'nodes', jsonb_agg(m.node_id)), $4, $6, clock_timestamp(), 'applied'
            from meant m
            having count(*) > 0
        )
        select (select count(*)::int from meant), (select e.same from earlier e), (select e.requested_at from earlier e)
        """;

    /// <summary>Writes it.</summary>
    /// <param name="commandId">Key of the audit row, a UUIDv7.</param>
    /// <param name="node">The node; null: all that live.</param>
    /// <param name="mode">The mode's name; at most 20 characters.</param>
    /// <param name="actor">Who, as <c>user:name</c>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="idempotencyKey">The caller's key; null: none.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied with the mode as its state, or not found when no such node lives.</returns>
    public async Task<OperatorOutcome> WriteAsync(
        Guid commandId, int? node, string mode, string actor, string reason, string? idempotencyKey, CancellationToken ct)
    {
        var (count, same, at) = (await Rows.ListAsync(
            data.Console, Sql,
            [
                Rows.Value(commandId), Rows.Maybe(node, NpgsqlDbType.Integer), Rows.Maybe(mode, NpgsqlDbType.Text), Rows.Maybe(actor, NpgsqlDbType.Text),
                Rows.Maybe(idempotencyKey, NpgsqlDbType.Text), Rows.Maybe(reason, NpgsqlDbType.Text),
            ],
            row => (row.GetInt32(0), row.IsDBNull(1) ? (bool?)null : row.GetBoolean(1), row.MaybeTime(2)), ct))[0];
        return same switch
        {
            true => new OperatorOutcome.Replayed(new OperatorOutcome.Applied(mode), at!.Value),
            false => new OperatorOutcome.Refused("the idempotency key belongs to another command"),
            null => count > 0 ? new OperatorOutcome.Applied(mode) : new OperatorOutcome.NotFound(),
        };
    }
}
