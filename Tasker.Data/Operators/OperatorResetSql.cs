namespace Tasker.Data.Operators;

/// <summary>Sends steps back together with all that depends on them. Parameters as in <see cref="OperatorSql"/>.</summary>
internal static class OperatorResetSql
{
    /// <summary>
    /// Locks what a reset reaches: a message that is claimed, or a result that is handed over, changes a step without its task. $1 task ids,
    /// $2 step numbers.
    /// </summary>
    public const string LockReach = """
        select s.task_id, s.step_no, s.state, s.attempts, s.lease_node
        from unnest($1::uuid[], $2::int[]) as i(task_id, step_no)
        cross join lateral (select i.step_no union select d from tasker.step_descendants(i.task_id, i.step_no) d) r(step_no)
        join tasker.steps s on s.task_id = i.task_id and s.step_no = r.step_no
        order by s.task_id, s.step_no
        for update of s
        """;

    /// <summary>
    /// Resets steps and everything downstream of them. None of these may run: its handler may hold results that this act takes back. What
    /// else the task has goes on. A step downstream that had not begun becomes or stays pending and waits for its parents again; a worker of
    /// a batch that had given its place back needs one again.
    /// </summary>
    public const string Reset = $"""
        {OperatorSql.Asked}
        , first as materialized (
        {OperatorSql.JudgeSteps}
        ), reach as materialized (
            select f.task_id, s.step_no, s.template_step_no, s.state as was, s.step_no = f.step_no as is_start
            from first f
            join tasker.steps s on s.task_id = f.task_id
                and (s.step_no = f.step_no or s.step_no in (select d from tasker.step_descendants(f.task_id, f.step_no) d))
            where f.outcome = 'applied'
        ), against as materialized (
            select distinct on (w.task_id) w.task_id, w.why
            from (
                select d.task_id, 1 as rank, d.step_no,
                    'step ' || d.name || ' is ' || d.state_name || '; possible when neither the step nor anything that depends on it runs' as why
                from reach r
                join tasker.step_details d on d.task_id = r.task_id and d.step_no = r.step_no
                where r.was in (3, 4, 5)
                union all
                select d.task_id, 2, d.step_no, 'step ' || d.name || ' has decided which steps the task has; run the task again as a new one instead'
                from reach r
                join tasker.step_details d on d.task_id = r.task_id and d.step_no = r.step_no
                where r.was in (7, 10) and r.template_step_no = any ($19)
            ) w
            order by w.task_id, w.rank, w.step_no
        ), judged as materialized (
            select f.command_id, f.idempotency_key, f.task_id, f.step_no, f.expected, f.was, f.waits,
                case when n.task_id is null then f.outcome else 'refused' end as outcome, coalesce(n.why, f.outcome_detail) as outcome_detail
            from first f
            left join against n on n.task_id = f.task_id and f.outcome = 'applied'
        ), hits as materialized (
            select r.task_id, r.step_no, r.was,
                case when r.is_start and j.waits = 0 then p.path || '\x02'::bytea else p.path end as path
            from judged j
            join reach r on r.task_id = j.task_id
            join (select k.from_state, k.path from possible k union all select 2, '\x020601'::bytea) p on p.from_state = r.was
            where j.outcome = 'applied'
        ), postponed as materialized (
            select h.task_id, e.to_no as step_no, count(*)::int as n
            from hits h
            join tasker.task_edges e on e.task_id = h.task_id and e.from_no = h.step_no
            where h.was in (7, 10)
            group by h.task_id, e.to_no
        )
        {OperatorSql.Moved}
        """;

    /// <summary>Second half of <see cref="Reset"/>: nodes learn that results of these tasks are no longer true. $1 command ids.</summary>
    public const string NoteReset = """
        update tasker.tasks t
        set resets = coalesce(t.resets, 0) + 1
        from tasker.operator_commands c
        where c.command_id = any ($1) and c.outcome = 'applied' and t.task_id = c.task_id
        """;
}
