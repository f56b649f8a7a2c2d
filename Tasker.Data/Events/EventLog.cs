using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Operators;
using Tasker.Data.Reads;

namespace Tasker.Data.Events;

/// <summary>Published events, read by position or sent once more. On the console's pool.</summary>
public sealed class EventLog(TaskerDataSource data)
{
    /// <summary>Events that one replay sends at most.</summary>
    public const int MostReplayed = 10_000;

    private const string TooMany = "TK001";

    private const string ByNameSql = """
        select e.position, e.event_name, e.done_at, e.message
        from tasker.domain_events e
        where e.position > $1 and e.event_name = $2
        order by e.position
        limit $3
        """;

    // A prefix may be rare: the search looks at so many events and says how far it came.
    private const string SearchSql = """
        with looked as materialized (
            select e.position, e.event_name, e.done_at, e.message
            from tasker.domain_events e
            where e.position > $1
            order by e.position
            limit 10000
        ), found as materialized (
            select l.* from looked l where tasker.event_matches(l.event_name, $2) order by l.position limit $3
        )
        select f.position, f.event_name, f.done_at, f.message from found f
        union all
        select max(l.position), null, null, null from looked l having count(*) > 0
        order by 1, 2 nulls last
        """;

    /// <summary>Events after a position, in their order. Whoever asks again with the last position misses none.</summary>
    /// <param name="after">The position; 0 for the beginning of what is kept.</param>
    /// <param name="pattern">A name, <c>prefix.*</c> or <c>*</c>; null: all.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The events, and the position to ask again with.</returns>
    public async Task<(IReadOnlyList<StoredEvent> Events, long Next)> ReadAsync(long after, string? pattern, int rows, CancellationToken ct)
    {
        var exact = pattern is not null && !pattern.Contains('*', StringComparison.Ordinal);
        var found = await Rows.ListAsync(
            data.Console, exact ? ByNameSql : SearchSql, [Rows.Value(after), Rows.Maybe(pattern, NpgsqlDbType.Text), Rows.Value(rows)],
            row => (Position: row.GetInt64(0), Name: row.Text(1), Row: row.IsDBNull(1) ? null : Read(row)), ct);
        var events = found.Where(f => f.Row is not null).Select(f => f.Row!).ToList();
        // A full page ends at its last event; one that is not full was searched to the end of what was looked at.
        var next = found.Count == 0 ? after : events.Count == rows ? events[^1].Position : found.Max(f => f.Position);
        return (events, next);
    }

    /// <summary>Sends the events of a range into their queues once more, in their order; recorded as <c>events.replay</c> in the same commit.</summary>
    /// <param name="command">Key of the audit row, a UUIDv7; the messages carry it as <c>replay</c>.</param>
    /// <param name="from">First position.</param>
    /// <param name="to">Last position.</param>
    /// <param name="pattern">A name, <c>prefix.*</c> or <c>*</c>; null: all.</param>
    /// <param name="actor">Who, as <c>user:name</c>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="key">The caller's idempotency key; null: none.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    public async Task<OperatorOutcome> ReplayAsync(
        Guid command, long from, long to, string? pattern, string actor, string reason, string? key, CancellationToken ct)
    {
        NpgsqlParameter[] parameters =
        [
            Rows.Value(command), Rows.Maybe(key, NpgsqlDbType.Text), Rows.Value(from), Rows.Value(to), Rows.Maybe(pattern, NpgsqlDbType.Text),
            Rows.Value(MostReplayed), Rows.Value(actor), Rows.Value(reason),
        ];
        try
        {
            var (sent, same, at) = (await Rows.ListAsync(
                data.Console, "select r.sent, r.same, r.earlier from tasker.replay_events($1, $2, $3, $4, $5, $6, $7, $8) r", parameters,
                row => (row.GetInt32(0), row.IsDBNull(1) ? (bool?)null : row.GetBoolean(1), row.MaybeTime(2)), ct))[0];
            var applied = new OperatorOutcome.Applied($"{sent} sent");
            return same switch
            {
                null => applied,
                true => new OperatorOutcome.Replayed(applied, at!.Value),
                false => new OperatorOutcome.Refused("the idempotency key belongs to another command"),
            };
        }
        catch (PostgresException e) when (e.SqlState == TooMany)
        {
            return new OperatorOutcome.Refused($"the range holds more than {MostReplayed} events; replay it in parts");
        }
    }

    private static StoredEvent Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.Time(2), row.GetString(3));
}
