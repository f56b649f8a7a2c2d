namespace Tasker.Data.Live;

/// <summary>The statements of the live reader.</summary>
internal static class TransitionLogSql
{
    /// <summary>
    /// The planner knows nothing of how few rows lie behind a number at the table's end and would read the whole table; without
    /// sequential scans it takes the block-range index.
    /// </summary>
    public const string Session = "set enable_seqscan = off; set statement_timeout = '60s'";

    public const string Highest = "select case when s.is_called then s.last_value else 0 end from tasker.transitions_seq_seq s";

    public const string Writers = """
        select l.virtualtransaction || '/' || l.pid
        from pg_locks l
        where l.locktype = 'relation'
          and l.database = (select d.oid from pg_database d where d.datname = current_database())
          and l.relation = 'tasker.transitions'::regclass
          and l.mode = 'RowExclusiveLock'
          and l.granted
        """;

    public const string Snapshot = "select pg_current_snapshot()::text, clock_timestamp()";

    /// <summary>
    /// Moves that this snapshot shows and the earlier one ($2) did not, after row $1 (which is at least the floor), of $3 rows at most: a
    /// row's moves stay together.
    /// </summary>
    public const string Page = """
        select t.seq, t.task_id, e.step_no, k.template_id, e.path, e.attempt, t.at, e.actor
        from (
            select h.seq, h.task_id, h.step_no, h.path, h.attempt, h.at, h.actor, h.task_path, h.queued, h.claimed
            from tasker.transitions h
            where h.seq > $1 and not pg_visible_in_snapshot(h.xid, $2::pg_snapshot)
            order by h.seq
            limit $3
        ) t
        left join tasker.tasks k on k.task_id = t.task_id
        cross join lateral (
            select 0 as part, t.step_no, t.path, t.attempt, t.actor
            union all
            select 1, null, t.task_path, null, t.actor where t.task_path is not null
            union all
            select 2, q, '\x0102'::bytea, null, null from unnest(t.queued) q
            union all
            select 3, c, '\x010203'::bytea, 1::smallint, null from unnest(t.claimed) c
        ) e
        order by t.seq, e.part
        """;

    /// <summary>Counting needs every row, so the session's rule is suspended to the end of the transaction.</summary>
    public const string AllowScans = "set local enable_seqscan = on";

    public const string TaskTotals = """
        select t.template_id, t.state, count(*) from tasker.tasks t group by t.template_id, t.state
        """;

    public const string StepTotals = """
        select s.state, count(*)
        from tasker.tasks t
        join tasker.steps s on s.task_id = t.task_id
        where t.phase in (0, 1) and s.state between 2 and 6
        group by s.state
        """;

    public const string Summarise = "select brin_summarize_new_values('tasker.\"IX_transitions_seq\"'::regclass)";
}
