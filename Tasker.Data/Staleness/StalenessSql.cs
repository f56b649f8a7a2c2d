namespace Tasker.Data.Staleness;

/// <summary>
/// What the detector asks and does. It walks the open tasks by their index. Acts lock the tasks, then judge again: a task that moved
/// meanwhile is left alone.
/// </summary>
internal static class StalenessSql
{
    private const string Slice = """
        with slice as materialized (
            select t.phase, t.task_id from tasker.tasks t
            where (t.phase, t.task_id) > ($1, $2) and t.phase <= 1
            order by t.phase, t.task_id
            limit $3
        ), ids as materialized (
            select coalesce(array_agg(s.task_id), '{}') as tasks, count(*)::int as n from slice s
        )
        """;

    /// <summary>$1 phase, $2 task, $3 how many, $4 limits by state, $5 limit of life, $6 auto fail, $7 auto dlq, $8 how long unserved.</summary>
    public const string Look = $"""
        {Slice}
        , judged as materialized (
            select j.task_id, j.fails, j.enters from ids i cross join lateral tasker.judge_staleness(i.tasks, $4, $5, $6, $7, 1.0) j
        )
        select 1 as kind, c.task_id, null::int as number, 'dependency_cycle_detected' as reason, true as enters, false as fails
        from ids i cross join lateral tasker.cyclic_tasks(i.tasks) c
        union all
        select 1, u.task_id, null, 'worker_unavailable', true, false from ids i cross join lateral tasker.unserved_tasks(i.tasks, $8) u
        union all
        select 1, j.task_id, null, 'staleness_timeout', j.enters, j.fails from judged j where j.enters or j.fails
        union all
        select 2, null, (select count(*)::int from judged), null, false, false
        union all
        select 3, null, i.n, null, false, false from ids i
        union all
        (select 4, s.task_id, s.phase, null, false, false from slice s order by s.phase desc, s.task_id desc limit 1)
        """;

    /// <summary>The same slice for people: $1 to $7 as in <see cref="Look"/>, $8 least share, $9 share below which the rows must be.</summary>
    public const string Monitor = $"""
        {Slice}
        , near as materialized (
            select j.*, greatest(j.state_share, j.life_share) as share
            from ids i cross join lateral tasker.judge_staleness(i.tasks, $4, $5, $6, $7, $8) j
        )
        select 1 as kind, t.task_id, t.phase::int, ns.name, tp.name, tp.version, tasker.task_state_name(j.state), t.priority, j.since, j.born, j.state_limit,
            j.state_limit_of, j.life_limit, j.life_limit_of, j.share, j.fails, j.enters
        from near j
        join tasker.tasks t on t.task_id = j.task_id
        join tasker.templates tp on tp.template_id = j.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        where j.share < $9
        union all
        select 2, (select s.task_id from slice s order by s.phase desc, s.task_id desc limit 1), i.n, null,
            null, null, null, (select s.phase from slice s order by s.phase desc, s.task_id desc limit 1), null, null, null, null, null, null, null, false, false
        from ids i
        order by 1, 3, 2
        """;

    /// <summary>Locks the steps of tasks ($1) that somebody may move without the task's lock. Answers with no row.</summary>
    public const string LockSteps = """
        with locked as materialized (
            select s.task_id from tasker.steps s where s.task_id = any ($1) and s.state in (2, 3, 4, 5, 6) order by s.task_id, s.step_no for update
        )
        select 0 from (select count(*) as n from locked) l where l.n < 0
        """;

    /// <summary>$1 tasks.</summary>
    public const string EnterCyclic = """
        with found as materialized (select c.* from tasker.cyclic_tasks($1) c)
        select f.task_id, 'dependency_cycle_detected' as reason, tasker.enter_dead_letter(f.task_id, 'dependency_cycle_detected', f.cause) from found f
        """;

    /// <summary>$1 tasks, $2 how long unserved.</summary>
    public const string EnterUnserved = """
        with found as materialized (select u.* from tasker.unserved_tasks($1, $2) u)
        select f.task_id, 'worker_unavailable' as reason, tasker.enter_dead_letter(f.task_id, 'worker_unavailable', f.cause) from found f
        """;

    /// <summary>$1 tasks, $2 limits by state, $3 limit of life, $4 auto fail, $5 auto dlq.</summary>
    public const string EnterStale = """
        with found as materialized (
            select j.task_id, jsonb_strip_nulls(jsonb_build_object('state', tasker.task_state_name(j.state), 'since', j.since,
                'state_limit', case when j.state_share >= 1 then jsonb_build_object(
                    'minutes', extract(epoch from j.state_limit) / 60, 'of', j.state_limit_of, 'used', round((j.state_share * 100)::numeric) / 100) end,
                'life_limit', case when j.life_share >= 1 then jsonb_build_object(
                    'minutes', extract(epoch from j.life_limit) / 60, 'of', j.life_limit_of, 'used', round((j.life_share * 100)::numeric) / 100) end)) as cause
            from tasker.judge_staleness($1, $2, $3, $4, $5, 1.0) j
            where j.enters
        )
        select f.task_id, 'staleness_timeout' as reason, tasker.enter_dead_letter(f.task_id, 'staleness_timeout', f.cause) from found f
        """;

    /// <summary>
    /// Lets tasks go to error: $1 node, $2 tasks, then as <see cref="EnterStale"/>. What runs or was handed over ends in error with them; what only
    /// waited (in a queue, or for its back-off) becomes pending again, and no attempt of it is lost; messages are dropped.
    /// </summary>
    public const string Fail = """
        with clock as materialized (
            select clock_timestamp() as at
        ), stale as materialized (
            select j.task_id, j.state,
                case j.state when 1 then '\x0102060a'::bytea when 2 then '\x02060a' when 3 then '\x03040a' when 4 then '\x040a' when 5 then '\x05060a'
                    when 6 then '\x060a' when 7 then '\x070a' else '\x080a' end as path,
                case when j.life_share >= 1 then format('the task lived longer than %s', j.life_limit)
                    else format('the task was %s for longer than %s', tasker.task_state_name(j.state), j.state_limit) end as why
            from tasker.judge_staleness($2, $3, $4, $5, $6, 1.0) j
            where j.fails
        ), targets as materialized (
            select s.task_id, s.step_no, s.state as was, s.attempts, s.lease_node, x.why,
                case s.state when 2 then '\x020601'::bytea when 6 then '\x0601' else set_byte('\x0008', 0, s.state) end as path,
                case when s.state in (3, 4, 5) then coalesce(case s.state when 5 then s.failure end, jsonb_build_object('error_type', 'task_timeout',
                    'code', 'TASK_TIMEOUT', 'message', x.why || '; ' || case s.state when 3 then 'its attempt was stopped' else 'its result was not accepted' end,
                    'retryable', false, 'final_because', 'TaskTimedOut')) end as failure
            from stale x
            join tasker.steps s on s.task_id = x.task_id and s.state in (2, 3, 4, 5, 6)
        ), dropped as materialized (
            select tasker.drop_step_messages(array_agg(t.task_id), array_agg(t.step_no)) as n from targets t where t.was = 2
        ), ended as (
            update tasker.steps s
            set state = get_byte(t.path, length(t.path) - 1), lease_node = null, retry_at = null, changed_at = c.at,
                result = case when t.was in (3, 4, 5) then null else s.result end, failure = coalesce(t.failure, s.failure)
            from targets t, clock c
            where s.task_id = t.task_id and s.step_no = t.step_no
        ), failed as (
            update tasker.tasks t
            set state = 10, changed_at = c.at, completed_at = c.at, steps_active = 0, steps_waiting = 0,
                steps_failed = t.steps_failed + (select count(*)::int from targets g where g.task_id = t.task_id and g.was in (3, 4, 5))
            from stale x, clock c
            where t.task_id = x.task_id
            returning t.task_id
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, detail)
            select t.task_id, t.step_no, c.at, t.path, case when t.was in (3, 4, 5) then t.attempts end, $1,
                coalesce(t.failure, jsonb_build_object('reason', t.why))
            from targets t, clock c
            union all
            select x.task_id, null, c.at, x.path, null, $1, jsonb_build_object('reason', x.why) from stale x, clock c
        )
        select 1 as kind, f.task_id, 0 as step_no, 0::smallint as attempt, 0 as node from failed f
        union all
        select 2, t.task_id, t.step_no, t.attempts, t.lease_node from targets t, dropped d where t.was = 3
        """;
}
