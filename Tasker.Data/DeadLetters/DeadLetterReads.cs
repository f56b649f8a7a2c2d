using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.DeadLetters;

/// <summary>What pages and the API read about entries. Lists are bounded and go by keys.</summary>
public sealed class DeadLetterReads(TaskerDataSource source)
{
    /// <summary>Entries that one page of a filtered list looks at, at most.</summary>
    public const int MostSearched = 10_000;

    private const string Columns = """
        d.entry_id, d.task_id, ns.name, tp.name, tp.version, tasker.task_state_name(d.original_state), tasker.task_state_name(t.state), d.reason,
        d.entered_at, d.resolution, d.resolved_at, d.resolved_by, d.notes, d.cause::text,
        extract(epoch from coalesce(d.resolved_at, now()) - d.entered_at)::double precision / 60,
        tasker.dead_letter_weight(d.reason)
        """;

    private const string Joins = """
        join tasker.tasks t on t.task_id = d.task_id
        join tasker.templates tp on tp.template_id = t.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        """;

    private const string NewestSql = $"""
        select {Columns}, left(d.snapshot::text, $2), length(d.snapshot::text), left(d.metadata::text, $2), length(d.metadata::text)
        from tasker.tasks_dlq d
        {Joins}
        """;

    // The most urgent first: the rank is the time from which the score counts.
    private const string QueueSql = $"""
        with walked as materialized (
            select d.*, tasker.dead_letter_rank(d.reason, d.entered_at) as rank
            from tasker.tasks_dlq d
            where d.resolution = 'pending'
              and ($1::uuid is null or (tasker.dead_letter_rank(d.reason, d.entered_at), d.entry_id)
                [way] (select tasker.dead_letter_rank(p.reason, p.entered_at), p.entry_id from tasker.tasks_dlq p where p.entry_id = $1))
            order by tasker.dead_letter_rank(d.reason, d.entered_at) [order], d.entry_id [order]
            limit $7
        ), edge as (
            select count(*)::int as n, (select w.entry_id from walked w order by w.rank [back], w.entry_id [back] limit 1) as last from walked
        )
        select e.n, e.last, f.*
        from edge e
        left join (
            select {Columns}
            from walked d
            {Joins}
            where ($2::text is null or d.reason = $2) and ($6::timestamptz is null or d.entered_at < $6)
              and ($3::text is null or ns.name = $3) and ($4::text is null or tp.name = $4) and ($5::smallint is null or t.state = $5)
            order by d.rank [order], d.entry_id [order]
            limit $8
        ) f on true
        """;

    private const string ListSql = $"""
        with walked as materialized (
            select d.*
            from tasker.tasks_dlq d
            where d.entry_id [way] $1 and ($2::text is null or d.resolution = $2) and ($3::text is null or d.reason = $3)
              and ($7::timestamptz is null or d.entered_at < $7)
            order by d.entry_id [order]
            limit $8
        ), edge as (
            select count(*)::int as n, (select w.entry_id from walked w order by w.entry_id [back] limit 1) as last from walked
        )
        select e.n, e.last, f.*
        from edge e
        left join (
            select {Columns}
            from walked d
            {Joins}
            where ($4::text is null or ns.name = $4) and ($5::text is null or tp.name = $5) and ($6::smallint is null or t.state = $6)
            order by d.entry_id [order]
            limit $9
        ) f on true
        """;

    /// <summary>Entries next to one: older ones newest first, or newer ones oldest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="place">Where to begin; not included.</param>
    /// <param name="newer">Which way.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<DeadLetterSlice> ListAsync(DeadLetterFilter filter, Guid place, bool newer, int rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (items, looked, last) = await SliceAsync(
            Turned(ListSql, newer ? ">" : "<", !newer),
            [
                Rows.Value(place), Rows.Maybe(filter.Resolution, NpgsqlDbType.Text), Rows.Maybe(filter.Reason, NpgsqlDbType.Text),
                Rows.Maybe(filter.Namespace, NpgsqlDbType.Text), Rows.Maybe(filter.Template, NpgsqlDbType.Text),
                Rows.Maybe((short?)filter.TaskState, NpgsqlDbType.Smallint), Rows.Maybe(filter.EnteredBefore?.UtcDateTime, NpgsqlDbType.TimestampTz),
                Rows.Value(MostSearched), Rows.Value(rows),
            ],
            ct);
        return new DeadLetterSlice(items, looked == MostSearched ? last : null, looked);
    }

    /// <summary>Pending entries next to one in the order of urgency: less urgent ones, or more urgent ones backwards.</summary>
    /// <param name="filter">Which; its resolution does not matter.</param>
    /// <param name="place">The entry where to begin, not included; null: the most urgent.</param>
    /// <param name="moreUrgent">Which way.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<DeadLetterSlice> QueueAsync(DeadLetterFilter filter, Guid? place, bool moreUrgent, int rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var isSearch = filter is not { Reason: null, EnteredBefore: null, Namespace: null, Template: null, TaskState: null };
        var most = isSearch ? MostSearched : rows;
        var (items, looked, last) = await SliceAsync(
            Turned(QueueSql, moreUrgent ? "<" : ">", moreUrgent),
            [
                Rows.Maybe(place, NpgsqlDbType.Uuid), Rows.Maybe(filter.Reason, NpgsqlDbType.Text), Rows.Maybe(filter.Namespace, NpgsqlDbType.Text),
                Rows.Maybe(filter.Template, NpgsqlDbType.Text), Rows.Maybe((short?)filter.TaskState, NpgsqlDbType.Smallint),
                Rows.Maybe(filter.EnteredBefore?.UtcDateTime, NpgsqlDbType.TimestampTz), Rows.Value(most), Rows.Value(rows),
            ],
            ct);
        return new DeadLetterSlice(items, isSearch && looked == most ? last : null, looked);
    }

    /// <summary>One entry; null when there is none.</summary>
    public Task<DeadLetterEntry?> GetAsync(Guid entry, CancellationToken ct) => Rows.FirstAsync(
        source.Console, NewestSql + " where d.entry_id = $1", [Rows.Value(entry), Rows.Value(Payload.MostCharacters)], Entry, ct);

    /// <summary>The newest entry of a task; null when it never had one.</summary>
    public Task<DeadLetterEntry?> OfTaskAsync(TaskId task, CancellationToken ct) => Rows.FirstAsync(
        source.Console, NewestSql + " where d.task_id = $1 order by d.entry_id desc limit 1", [Rows.Value(task.Value), Rows.Value(Payload.MostCharacters)],
        Entry, ct);

    /// <summary>
    /// The idempotency key for the next attempt to let an entry's task run again: the one that was applied, if there is one; after refused
    /// attempts a new one.
    /// </summary>
    public async Task<string> RequeueKeyAsync(Guid entry, TaskId task, CancellationToken ct)
    {
        var prefix = $"dlq.requeue:{entry}:";
        var refused = await Rows.ListAsync(
            source.Console,
            "select count(*) from tasker.operator_commands c where c.task_id = $1 and starts_with(c.idempotency_key, $2) and c.outcome <> 'applied'",
            [Rows.Value(task.Value), Rows.Value(prefix)], row => row.GetInt64(0), ct);
        return prefix + refused[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The figures of every reason, also of those without entries.</summary>
    public async Task<IReadOnlyList<DeadLetterReasonRow>> StatsAsync(CancellationToken ct) => await Rows.ListAsync(
        source.Console,
        """
        select b.reason, b.total, b.pending, b.manually_resolved, b.permanent_failures, b.cancelled, b.oldest, b.newest, b.avg_resolution_minutes
        from tasker.dlq_dashboard b
        """,
        [],
        row => new DeadLetterReasonRow(
            row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.MaybeTime(6), row.MaybeTime(7),
            row.IsDBNull(8) ? null : row.GetDouble(8)),
        ct);

    private static string Turned(string sql, string way, bool descending) => sql.Replace("[way]", way, StringComparison.Ordinal)
        .Replace("[order]", descending ? "desc" : "asc", StringComparison.Ordinal).Replace("[back]", descending ? "asc" : "desc", StringComparison.Ordinal);

    private async Task<(IReadOnlyList<DeadLetterItem> Items, int Looked, Guid? Last)> SliceAsync(string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        var found = await Rows.ListAsync(
            source.Console, sql, parameters, row => (Looked: row.GetInt32(0), Last: row.Uuid(1), Item: row.IsDBNull(2) ? null : Item(row, 2)), ct);
        return ([.. found.Where(f => f.Item is not null).Select(f => f.Item!)], found[0].Looked, found[0].Last);
    }

    private static DeadLetterEntry Entry(NpgsqlDataReader row) => new(Item(row, 0), row.Payload(16)!, row.Payload(18));

    private static DeadLetterItem Item(NpgsqlDataReader row, int at) => new()
    {
        EntryId = row.GetGuid(at),
        TaskId = new TaskId(row.GetGuid(at + 1)),
        Namespace = row.GetString(at + 2),
        Template = row.GetString(at + 3),
        Version = row.GetString(at + 4),
        OriginalState = row.GetString(at + 5),
        TaskState = row.GetString(at + 6),
        Reason = row.GetString(at + 7),
        EnteredAt = row.Time(at + 8),
        Resolution = row.GetString(at + 9),
        ResolvedAt = row.MaybeTime(at + 10),
        ResolvedBy = row.Text(at + 11),
        Notes = row.Text(at + 12),
        Cause = row.GetString(at + 13),
        Minutes = row.GetDouble(at + 14),
        PriorityScore = row.GetDouble(at + 14) + row.GetInt32(at + 15),
    };
}
