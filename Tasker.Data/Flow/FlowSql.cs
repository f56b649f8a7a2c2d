namespace Tasker.Data.Flow;

/// <summary>
/// The statements that move work. Each takes arrays, so one plan serves every batch size, and does in one commit all that follows from
/// a batch of events: state, history, counters, successors, claims and queue messages.
/// Lock order everywhere: tasks by id, then their steps, then queue rows (which are only ever inserted here).
/// </summary>
internal static class FlowSql
{
    /// <summary>
    /// What follows when steps moved. Expects the CTEs <c>locked</c> (tasks, row-locked), <c>clock</c> (time after the locks),
    /// <c>corrections</c> of counters (empty but for <see cref="Settle"/>) and <c>moved</c> (task_id, step_no, was, state, attempt, elapsed_us, path, detail, actor, may_claim) and the parameters $1 node,
    /// $2 free places of the local worker. Successors of what ended well are counted down; those that reach zero are claimed for this
    /// node while it has places (a lease, no message) and queued otherwise (a message, no lease).
    /// </summary>
    internal const string Consequences = """
        , successors as materialized (
            select e.task_id, e.to_no, count(*)::int as n, bool_or(e.may_claim) as may_claim
            from (
                select m.task_id, te.to_no, m.may_claim
                from moved m
                join locked l on l.task_id = m.task_id
                join tasker.template_edges te on te.template_id = l.template_id and te.from_no = m.step_no
                where m.state in (7, 10)
                union all
                select m.task_id, de.to_no, m.may_claim
                from moved m
                join tasker.step_edges de on de.task_id = m.task_id and de.from_no = m.step_no
                where m.state in (7, 10)
            ) e
            group by e.task_id, e.to_no
        ), failures as materialized (
            select l.task_id,
                (l.state = 10 and max(m.actor) is null)
                or (l.stop_on_failure and l.steps_failed + coalesce(sum((m.state = 8)::int - (m.was = 8)::int), 0) > 0) as holds,
                case when (select exists (select 1 from tasker.pauses)) then tasker.is_paused(l.task_id, l.template_id) else false end as paused
            from locked l
            left join moved m on m.task_id = l.task_id
            group by l.task_id, l.template_id, l.state, l.stop_on_failure, l.steps_failed
        ), ranked as materialized (
            -- What is paused is queued: it waits there, and nobody takes it.
            select s.task_id, s.to_no, s.n, s.may_claim and not f.paused as may_claim, f.holds,
                row_number() over (order by s.may_claim and not f.paused desc, s.task_id, s.to_no) as place
            from successors s
            join failures f on f.task_id = s.task_id
        ), freed as (
            update tasker.steps s
            set waits = s.waits - r.n,
                state = case when s.waits <> r.n or s.state <> 1 or r.holds then s.state when r.may_claim and r.place <= $2 then 3 else 2 end,
                attempts = s.attempts + case when s.waits = r.n and s.state = 1 and not r.holds and r.may_claim and r.place <= $2 then 1 else 0 end,
                lease_node = case when s.waits = r.n and s.state = 1 and not r.holds and r.may_claim and r.place <= $2 then $1 else s.lease_node end,
                changed_at = case when s.waits = r.n and s.state = 1 and not r.holds then c.at else s.changed_at end
            from ranked r, clock c
            where s.task_id = r.task_id and s.step_no = r.to_no
            returning s.task_id, s.step_no, s.template_step_no, s.state, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable,
                s.inputs, s.checkpoint, s.waits
        ), ready as materialized (
            select f.* from freed f where f.waits = 0 and f.state in (2, 3)
        ), deltas as materialized (
            select d.task_id, sum(d.l)::int as l, sum(d.a)::int as a, sum(d.w)::int as w, sum(d.f)::int as f, sum(d.r)::int as r,
                max(d.actor) as actor
            from (
                select m.task_id, m.actor,
                    (m.was in (7, 10))::int - (m.state in (7, 10))::int as l,
                    (m.state in (2, 3, 4, 5))::int - (m.was in (2, 3, 4, 5))::int as a,
                    (m.state = 6)::int - (m.was = 6)::int as w,
                    (m.state = 8)::int - (m.was = 8)::int as f,
                    (m.state in (2, 3) and m.was not in (2, 3))::int as r
                from moved m
                union all
                select y.task_id, null, 0, 1, 0, 0, 1 from ready y
                union all
                select x.task_id, null, x.l, x.a, x.w, x.f, 0 from corrections x
            ) d
            group by d.task_id
        ), settled as materialized (
            -- Only a person brings a task back from error; a late result does not.
            select v.*, case when v.was <> 10 or v.actor is not null then tasker.task_path(v.was, v.target, v.r) end as path
            from (
                select l.task_id, l.state as was, d.l, d.a, d.w, d.f, d.r, d.actor,
                    tasker.task_target(l.steps_left + d.l, l.steps_active + d.a, l.steps_waiting + d.w, l.steps_failed + d.f, l.stop_on_failure) as target
                from deltas d
                join locked l on l.task_id = d.task_id
            ) v
        ), task as (
            update tasker.tasks t
            set steps_left = t.steps_left + x.l,
                steps_active = t.steps_active + x.a,
                steps_waiting = t.steps_waiting + x.w,
                steps_failed = t.steps_failed + x.f,
                state = case when x.path is null then t.state else x.target end,
                changed_at = case when x.path is null then t.changed_at else c.at end,
                completed_at = case when x.path is null then t.completed_at when x.target = 9 then c.at end
            from settled x, clock c
            where t.task_id = x.task_id
            returning t.task_id, t.state, x.path, x.actor
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us, actor, detail)
            select m.task_id, m.step_no, c.at, m.path, m.attempt, $1, m.elapsed_us, m.actor, m.detail from moved m, clock c
            union all
            select y.task_id, y.step_no, c.at, case y.state when 3 then '\x010203'::bytea else '\x0102'::bytea end,
                case y.state when 3 then y.attempts end, $1, null, null, null from ready y, clock c
            union all
            select k.task_id, null, c.at, k.path, null, $1, null, k.actor, (select x.reason from corrections x where x.task_id = k.task_id)
            from task k, clock c where k.path is not null
        ), queued as materialized (
            -- A step that comes back after a failure stands behind the others of its priority.
            select y.task_id, y.step_no, l.template_id, l.correlation_id, l.priority - case y.was when 6 then 5 else 0 end as priority
            from (
                select task_id, step_no, 1 as was from ready where state = 2
                union all
                select task_id, step_no, was from moved where state = 2 and was <> 2
            ) y
            join locked l on l.task_id = y.task_id
        ), sent as (
            select tasker.enqueue_steps(array_agg(q.task_id), array_agg(q.step_no), array_agg(q.template_id), array_agg(q.correlation_id),
                array_agg(q.priority::int)) as n
            from queued q
            having count(*) > 0
        )
        select 1 as kind, m.task_id, m.step_no, m.state, m.attempt as attempts, 0::smallint as forgiven, 0::smallint as max_attempts,
            false as retryable, 0 as template_step_no, 0 as template_id, null::jsonb as inputs, null::jsonb as checkpoint
        from moved m
        union all
        select 2, y.task_id, y.step_no, y.state, y.attempts, y.attempts_forgiven, y.max_attempts, y.retryable, y.template_step_no, l.template_id,
            y.inputs, y.checkpoint
        from ready y join locked l on l.task_id = y.task_id where y.state = 3
        union all
        select 3, q.task_id, q.step_no, 2::smallint, 0::smallint, 0::smallint, 0::smallint, false, 0, q.template_id, null, null
        from queued q where (select n from sent) > 0
        union all
        select 4, k.task_id, -1, k.state, 0::smallint, 0::smallint, 0::smallint, false, 0, 0, null, null from task k where k.path is not null
        """;

    internal const string Locks = """
        , locked as materialized (
            select t.task_id, t.template_id, t.state, t.priority, t.correlation_id, t.stop_on_failure, t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed
            from tasker.tasks t
            where t.task_id in (select i.task_id from input i)
            order by t.task_id
            for update
        ), clock as materialized (
            select clock_timestamp() as at from (select count(*) from locked) all_locks_are_held
        )
        , corrections as not materialized (
            select null::uuid as task_id, 0 as l, 0 as a, 0 as w, 0 as f, null::jsonb as reason where false
        )
        """;

    /// <summary>
    /// Ends attempts that this node holds and advances their tasks: $3 task ids, $4 step numbers, $5 attempts, $6 outcomes (7 complete,
    /// 6 waiting_for_retry, 8 error), $7 results, $8 failures, $9 delays in ms, $10 elapsed in µs, $11 may claim successors,
    /// $12 the node whose lease is the fence, $13 whether that lease must still run (false: the reaper ends a dead node's attempts).
    /// </summary>
    public const string Advance = $"""
        with input as materialized (
            select * from unnest($3::uuid[], $4::int[], $5::smallint[], $6::smallint[], $7::jsonb[], $8::jsonb[], $9::double precision[], $10::int[], $11::boolean[])
                as i(task_id, step_no, attempt, outcome, result, failure, delay_ms, elapsed_us, may_claim)
        )
        {Locks}
        , moved as (
            update tasker.steps s
            set state = i.outcome,
                result = coalesce(i.result, s.result),
                failure = coalesce(i.failure, s.failure),
                lease_node = null,
                retry_at = case when i.outcome = 6 then c.at + i.delay_ms * interval '1 millisecond' end,
                changed_at = c.at
            from input i, clock c
            where s.task_id = i.task_id
              and s.step_no = i.step_no
              and s.state = 3
              and s.attempts = i.attempt
              and s.lease_node = $12
              and (not $13 or exists (select 1 from tasker.nodes n where n.node_id = $12 and n.lease_until > clock_timestamp()))
            returning s.task_id, s.step_no, 3::smallint as was, s.state, s.attempts as attempt, i.elapsed_us, i.may_claim,
                case i.outcome when 7 then '\x030407'::bytea when 6 then '\x030506'::bytea else '\x030508'::bytea end as path,
                i.failure as detail, null::varchar as actor
        )
        {Consequences}
        """;

    /// <summary>
    /// Distributed path, the orchestrator's half: accepts results that a worker handed over. $3 task ids, $4 step numbers,
    /// $5 attempts, $6 outcomes, $7 delays in ms, $8 states they must be in (4 success, 5 failure), $9 failures that are not stored
    /// yet. State and attempt are the fence.
    /// </summary>
    public const string Accept = $"""
        with input as materialized (
            select * from unnest($3::uuid[], $4::int[], $5::smallint[], $6::smallint[], $7::double precision[], $8::smallint[], $9::jsonb[])
                as i(task_id, step_no, attempt, outcome, delay_ms, was, failure)
        )
        {Locks}
        , moved as (
            update tasker.steps s
            set state = i.outcome,
                failure = coalesce(i.failure, s.failure),
                retry_at = case when i.outcome = 6 then c.at + i.delay_ms * interval '1 millisecond' end,
                changed_at = c.at
            from input i, clock c
            where s.task_id = i.task_id
              and s.step_no = i.step_no
              and s.attempts = i.attempt
              and s.state = i.was
            returning s.task_id, s.step_no, i.was, s.state, null::smallint as attempt,
                null::int as elapsed_us, false as may_claim,
                case when i.outcome = 7 then '\x0407'::bytea when i.was = 4 then '\x0408'::bytea when i.outcome = 6 then '\x0506'::bytea
                    else '\x0508'::bytea end as path,
                i.failure as detail, null::varchar as actor
        )
        {Consequences}
        """;

    /// <summary>
    /// Queues steps whose back-off is over, oldest first, skipping tasks that somebody else is moving: $3 how many at most. Where a
    /// failure holds the task back, the step becomes pending, so that what cannot go on does not stand in the way of what can.
    /// </summary>
    public const string StageRetries = $"""
        with due as materialized (
            select s.task_id, s.step_no
            from tasker.steps s
            where s.retry_at is not null and s.retry_at <= clock_timestamp()
            order by s.retry_at
            limit $3
        ), locked as materialized (
            select t.task_id, t.template_id, t.state, t.priority, t.correlation_id, t.stop_on_failure, t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed
            from tasker.tasks t
            where t.task_id in (select d.task_id from due d)
              and t.state not in (9, 11, 12)
            order by t.task_id
            for update skip locked
        ), clock as materialized (
            select clock_timestamp() as at from (select count(*) from locked) all_locks_are_held
        ), corrections as not materialized (
            select null::uuid as task_id, 0 as l, 0 as a, 0 as w, 0 as f, null::jsonb as reason where false
        ), moved as (
            update tasker.steps s
            set state = case when d.held then 1 else 2 end, retry_at = null, changed_at = c.at
            from (
                select x.*, l.state = 10 or l.stop_on_failure and l.steps_failed > 0 as held from due x join locked l on l.task_id = x.task_id
            ) d, clock c
            where s.task_id = d.task_id and s.step_no = d.step_no and s.state = 6 and s.retry_at <= c.at
            returning s.task_id, s.step_no, 6::smallint as was, s.state, null::smallint as attempt, null::int as elapsed_us, false as may_claim,
                case s.state when 1 then '\x0601'::bytea else '\x060102'::bytea end as path, null::jsonb as detail, null::varchar as actor
        )
        {Consequences}
        """;

    /// <summary>
    /// Settles tasks ($3) from the truth of their steps: counters are taken anew, steps that are free to start and were not queued are
    /// queued, and each task moves to where it belongs. Terminal tasks are left alone. The tasks must be locked by a statement before
    /// this one (<see cref="GrowthSql.Lock"/>): with a snapshot from before the wait it would take old counts for the truth.
    /// </summary>
    public const string Settle = $"""
        with truth as materialized (
            select t.task_id,
                count(*) filter (where s.state not in (7, 10))::int as l,
                count(*) filter (where s.state in (2, 3, 4, 5))::int as a,
                count(*) filter (where s.state = 6)::int as w,
                count(*) filter (where s.state = 8)::int as f
            from tasker.tasks t
            join tasker.steps s on s.task_id = t.task_id
            where t.task_id = any ($3) and t.state in (1, 2, 3, 4, 5, 6, 7, 8)
            group by t.task_id
        ), locked as materialized (
            select t.task_id, t.template_id, t.state, t.priority, t.correlation_id, t.stop_on_failure, t.steps_left, t.steps_active, t.steps_waiting,
                t.steps_failed, u.l - t.steps_left as dl, u.a - t.steps_active as da, u.w - t.steps_waiting as dw, u.f - t.steps_failed as df
            from truth u
            join tasker.tasks t on t.task_id = u.task_id
        ), clock as materialized (
            select clock_timestamp() as at from (select count(*) from locked) all_locks_are_held
        ), corrections as materialized (
            select l.task_id, l.dl as l, l.da as a, l.dw as w, l.df as f, jsonb_build_object('healed', 'settled from its steps') as reason from locked l
        ), moved as (
            update tasker.steps s
            set state = 2, changed_at = c.at
            from locked l, clock c
            where s.task_id = l.task_id and s.state = 1 and s.waits = 0 and not (l.stop_on_failure and l.steps_failed + l.df > 0)
            returning s.task_id, s.step_no, 1::smallint as was, s.state, null::smallint as attempt, null::int as elapsed_us, false as may_claim,
                '\x0102'::bytea as path, jsonb_build_object('healed', 'was ready and not queued') as detail, null::varchar as actor
        )
        {Consequences}
        """;
}
