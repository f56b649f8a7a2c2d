namespace Tasker.Data.Bench;

/// <summary>How finished tasks are made up.</summary>
internal static class BenchFillSql
{
    /// <summary>
    /// Fills in $2 complete tasks of the template named $1, $3 milliseconds before this time yesterday and on. The rows are those of the local
    /// path one task at a time: one for the creation, with the claimed roots; one for each step's end, with what it freed; the last with
    /// the task's own end.
    /// </summary>
    public const string Fill = """
        with tp as materialized (
            select t.template_id, t.initial_steps from tasker.templates t where t.name = $1 and t.is_default
        ), freed as materialized (
            select l.from_no, array_agg(l.to_no order by l.to_no) as claimed
            from (
                select e.to_no, max(e.from_no) as from_no
                from tasker.template_edges e join tp on tp.template_id = e.template_id
                group by e.to_no
            ) l
            group by l.from_no
        ), step as materialized (
            select ts.step_no, ts.max_attempts, ts.retryable, ts.waits, f.claimed, ts.step_no = max(ts.step_no) over () as is_last
            from tp
            join tasker.template_steps ts on ts.template_id = tp.template_id and ts.is_initial
            left join freed f on f.from_no = ts.step_no
        ), made as materialized (
            select (lpad(to_hex((extract(epoch from now() - interval '1 day') * 1000)::bigint - $3 + g), 12, '0') || '7' || substr(r.hex, 14, 13)
                    || '000000')::uuid as task_id,
                now() - interval '1 day' + make_interval(secs => (g - $3) / 1000.0) as at, gen_random_uuid() as correlation_id, sha256(r.hex::bytea) as identity
            from generate_series(1::bigint, $2::bigint) g, lateral (select replace(gen_random_uuid()::text, '-', '') as hex where g > 0) r
        ), tasks as (
            insert into tasker.tasks (task_id, template_id, state, priority, stop_on_failure, steps_total, steps_left, steps_active, steps_waiting,
                steps_failed, requested_at, created_at, changed_at, completed_at, correlation_id, identity_hash, initiator, context)
            select m.task_id, tp.template_id, 9, 0, false, tp.initial_steps, 0, 0, 0, 0, m.at, m.at, m.at, m.at, m.correlation_id, m.identity,
                'history', '{"n": 6}'
            from made m, tp
            returning 1
        ), steps as (
            insert into tasker.steps (task_id, step_no, template_step_no, state, attempts, attempts_forgiven, max_attempts, retryable, waits,
                created_at, changed_at, result)
            select m.task_id, s.step_no, s.step_no, 7, 1, 0, s.max_attempts, s.retryable, 0, m.at, m.at, '{"n": 6, "ok": true}'
            from made m cross join step s
            returning 1
        ), history as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us, task_path, claimed)
            select h.task_id, h.step_no, h.at, h.path, h.attempt, 1, h.elapsed_us, h.task_path, h.claimed
            from (
                select m.task_id, null::int as step_no, m.at, '\x0001020304'::bytea as path, null::smallint as attempt, null::int as elapsed_us,
                    null::bytea as task_path, (select array_agg(s.step_no order by s.step_no) from step s where s.waits = 0) as claimed
                from made m
                union all
                select m.task_id, s.step_no, m.at, '\x030407', 1, 5, case when s.is_last then '\x040509'::bytea when s.claimed is not null then '\x04050304' end, s.claimed
                from made m cross join step s
            ) h
            order by h.task_id, h.step_no nulls first
            returning 1
        )
        select (select count(*) from tasks) + (select count(*) from steps) + (select count(*) from history)
        """;

    /// <summary>Leaves the tables as autovacuum does.</summary>
    public const string Vacuum = "vacuum (analyze) tasker.tasks, tasker.steps, tasker.transitions";
}
