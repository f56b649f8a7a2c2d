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

    /// <summary>Rows that this snapshot shows and the earlier one ($2) did not, after $1 (which is at least the floor).</summary>
    public const string Page = """
        select t.seq, t.task_id, t.step_no, k.template_id, t.path, t.attempt, t.at, t.actor
        from (
            select h.seq, h.task_id, h.step_no, h.path, h.attempt, h.at, h.actor
            from tasker.transitions h
            where h.seq > $1 and not pg_visible_in_snapshot(h.xid, $2::pg_snapshot)
            order by h.seq
            limit $3
        ) t
        left join tasker.tasks k on k.task_id = t.task_id
        order by t.seq
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
