namespace Tasker.Data.Flow;

/// <summary>
/// What every statement that moves steps is made of. Each takes arrays, so one plan serves every batch size, and does in one commit all
/// that follows from a batch of events: state, history, counters, successors, claims and queue messages.
/// <para>
/// No row is locked ahead. A statement reads the task rows with their <c>xmin</c>, decides, and updates each task only if its row is still
/// that version; only for those do its steps move. So whoever changes a step under a task also updates the task's row (claims from the
/// queue and hand-overs aside, which have fences of their own). Tasks that somebody else moved meanwhile come back as lost, for the
/// caller to try again. Order of row locks everywhere: tasks by id, then their steps, then queue rows (which are only inserted here).
/// </para>
/// <para>
/// The planner takes an array of unknown length for ten rows and what passes a fence for one, and would join parts of a batch of hundreds
/// by nested loops. So nothing is joined but tables by their keys: rows carry what later parts need of their task, and "is it ours to
/// move" is asked as <c>(x in (select …)) is true</c>, which is a hash lookup and never a join.
/// </para>
/// </summary>
internal static class FlowParts
{
    /// <summary>Columns that every raw row carries of its task <c>t</c>.</summary>
    internal const string OfTask = """
        t.xmin as version, t.template_id, t.correlation_id, t.priority, t.state as task_state, t.stop_on_failure, t.steps_left, t.steps_active,
        t.steps_waiting, t.steps_failed
        """;

    /// <summary>
    /// A row's step, found by its whole key: with statistics of an empty table the planner may go from task to step, and would then read all
    /// steps of a task for each that ends.
    /// </summary>
    internal const string StepOfInput = $"{StepByKey} where s.task_id = i.task_id and s.step_no = i.step_no offset 0";

    /// <summary>The same for <c>due d</c>.</summary>
    internal const string StepOfDue = $"{StepByKey} where s.task_id = d.task_id and s.step_no = d.step_no offset 0";

    private const string StepByKey = "select s.task_id, s.step_no, s.state, s.attempts, s.lease_node, s.retry_at from tasker.steps s";

    /// <summary>The time of what a statement does.</summary>
    internal const string Clock = ", clock as materialized (select clock_timestamp() as at)";

    /// <summary>True in a statement's later parts for rows of tasks that are its to move; the row is <c>m</c>.</summary>
    internal const string IsOurs = "(m.task_id in (select k.task_id from task k)) is true";

    private const string Begin = """
        , moved as materialized (
            select r.*,
                -- What is paused is queued: it waits there, and nobody takes it.
                r.may_claim and not case when (select exists (select 1 from tasker.pauses)) then tasker.is_paused(r.task_id, r.template_id) else false end
                    as claims,
                row_number() over (partition by r.task_id order by (r.actor is not null) desc, r.step_no desc) = 1 as is_last,
                (r.task_state = 10 and max(r.actor) over (partition by r.task_id) is null)
                or (r.stop_on_failure and r.steps_failed + sum((r.state = 8)::int - (r.was = 8)::int) over (partition by r.task_id) > 0) as holds
            from raw r
        ), successors as materialized (
            select s.task_id, s.step_no, s.template_step_no, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable, s.inputs, s.checkpoint,
                e.n, e.template_id, e.correlation_id, e.priority,
                case
                    when s.waits <> e.n or s.state <> 1 or e.holds then null
                    when e.claims
                        and row_number() over (partition by e.claims and s.waits = e.n and s.state = 1 and not e.holds order by s.task_id, s.step_no) <= $2
                        then 3
                    else 2
                end::smallint as becomes
            from (
                select x.task_id, x.to_no, x.template_id, x.correlation_id, x.priority, x.holds, count(*)::int as n, bool_or(x.claims) as claims
                from (
                    select m.task_id, te.to_no, m.template_id, m.correlation_id, m.priority, m.holds, m.claims
                    from moved m
                    join tasker.template_edges te on te.template_id = m.template_id and te.from_no = m.step_no
                    where m.state in (7, 10)
                    union all
                    select m.task_id, de.to_no, m.template_id, m.correlation_id, m.priority, m.holds, m.claims
                    from moved m
                    join tasker.step_edges de on de.task_id = m.task_id and de.from_no = m.step_no
                    where m.state in (7, 10)
                ) x
                group by x.task_id, x.to_no, x.template_id, x.correlation_id, x.priority, x.holds
            ) e
            join tasker.steps s on s.task_id = e.task_id and s.step_no = e.to_no
        ), settled as materialized (
            -- Only a person brings a task back from error; a late result does not.
            select v.*, case when v.was <> 10 or v.actor is not null then tasker.task_path(v.was, v.target, v.r) end as task_path
            from (
                select d.*, d.task_state as was,
                    tasker.task_target(d.steps_left + d.l, d.steps_active + d.a, d.steps_waiting + d.w, d.steps_failed + d.f, d.stop_on_failure) as target
                from (
                    select u.task_id, (array_agg(u.version) filter (where u.version is not null))[1] as version,
                        max(u.task_state) as task_state, bool_or(u.stop_on_failure) as stop_on_failure, max(u.steps_left) as steps_left,
                        max(u.steps_active) as steps_active, max(u.steps_waiting) as steps_waiting, max(u.steps_failed) as steps_failed,
                        sum(u.l)::int as l, sum(u.a)::int as a, sum(u.w)::int as w, sum(u.f)::int as f, sum(u.r)::int as r, max(u.actor) as actor,
                        count(u.is_last) as moves,
                        max(u.step_no) filter (where u.is_last) as step_no,
                        max(u.attempt) filter (where u.is_last) as attempt,
                        max(u.elapsed_us) filter (where u.is_last) as elapsed_us,
                        (array_agg(u.path) filter (where u.is_last))[1] as path,
                        (array_agg(u.detail) filter (where u.is_last is not false and u.detail is not null))[1] as detail,
                        array_agg(u.step_no) filter (where u.becomes = 2) as queued,
                        array_agg(u.step_no) filter (where u.becomes = 3 and u.attempt = 0) as claimed
                    from (
                        select m.task_id, m.version, m.task_state, m.stop_on_failure, m.steps_left, m.steps_active, m.steps_waiting, m.steps_failed,
                            (m.was in (7, 10))::int - (m.state in (7, 10))::int as l,
                            (m.state in (2, 3, 4, 5))::int - (m.was in (2, 3, 4, 5))::int as a,
                            (m.state = 6)::int - (m.was = 6)::int as w,
                            (m.state = 8)::int - (m.was = 8)::int as f,
                            (m.state in (2, 3) and m.was not in (2, 3))::int as r,
                            m.actor, m.is_last, m.step_no, m.attempt, m.elapsed_us, m.path, m.detail, null::smallint as becomes
                        from moved m
                        union all
                        select y.task_id, null, null, null, null, null, null, null, 0, 1, 0, 0, 1, null, null, y.step_no, y.attempts, null, null, null,
                            y.becomes
                        from successors y
                        where y.becomes is not null
        """;

    private const string End = """
                    ) u
                    group by u.task_id
                ) d
                offset 0 -- the target is computed once, and task_path inlined
            ) v
            order by v.task_id
        ), task as (
            update tasker.tasks t
            set steps_left = t.steps_left + x.l,
                steps_active = t.steps_active + x.a,
                steps_waiting = t.steps_waiting + x.w,
                steps_failed = t.steps_failed + x.f,
                state = case when x.task_path is null then t.state else x.target end,
                changed_at = case when x.task_path is null then t.changed_at else c.at end,
                completed_at = case when x.task_path is null then t.completed_at when x.target = 9 then c.at end
            from settled x, clock c
            where t.task_id = x.task_id and t.xmin = x.version
            returning t.task_id, t.state, x.task_path, x.actor, x.moves, x.step_no, x.attempt, x.elapsed_us, x.path, x.detail, x.queued, x.claimed, c.at
        )
        """;

    /// <summary>
    /// First half of what follows when steps move. Expects <see cref="Clock"/> and <c>raw</c> (task_id, step_no, was, state, attempt, elapsed_us, may_claim, path,
    /// detail, actor, and <see cref="OfTask"/>), $1 node, $2 free places of the local worker. Successors of what ends well are counted
    /// down; those that reach zero are claimed for this node while it has places (a lease, no message) and queued otherwise (a message, no
    /// lease). Ends with <c>task</c>: the tasks that are this statement's to move. The caller goes on with the update of its steps from
    /// those of <c>moved</c> that pass <see cref="IsOurs"/>, named <c>ended</c>, and <see cref="Effects"/>.
    /// </summary>
    internal const string Decisions = $"""
        {Begin}
        {End}
        """;

    /// <summary>
    /// The same, with corrections of one task's counters: <c>known</c> has its id, <see cref="OfTask"/> and the differences dl, da, dw, df, and why (reason, JSON).
    /// </summary>
    internal const string CorrectedDecisions = $"""
        {Begin}
                        union all
                        select k.task_id, k.version, k.task_state, k.stop_on_failure, k.steps_left, k.steps_active, k.steps_waiting, k.steps_failed,
                            k.dl, k.da, k.dw, k.df, 0, null, null, null, null, null, null, k.reason, null
                        from known k
        {End}
        """;

    /// <summary>
    /// Second half: successors, history and messages of the tasks in <c>task</c>. One history row a task carries what the commit did beside
    /// the end of one step: the task's own move, successors that were claimed and successors that were queued.
    /// </summary>
    internal const string Effects = $"""
        , freed as (
            update tasker.steps s
            set waits = s.waits - m.n,
                state = coalesce(m.becomes, s.state),
                attempts = s.attempts + (m.becomes is not distinct from 3)::int,
                lease_node = case m.becomes when 3 then $1 else s.lease_node end,
                changed_at = case when m.becomes is null then s.changed_at else c.at end
            from successors m
            cross join clock c
            where s.task_id = m.task_id and s.step_no = m.step_no and {IsOurs}
        ), messages as materialized (
            select m.task_id, m.step_no, m.template_id, m.correlation_id, m.priority::int as priority from successors m where m.becomes = 2 and {IsOurs}
            union all
            -- A step that comes back after a failure stands behind the others of its priority.
            select m.task_id, m.step_no, m.template_id, m.correlation_id, m.priority - case m.was when 6 then 5 else 0 end
            from moved m
            where m.state = 2 and m.was <> 2 and {IsOurs}
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us, actor, detail, task_path, queued, claimed)
            select m.task_id, m.step_no, c.at, m.path, m.attempt, $1, m.elapsed_us, m.actor, m.detail, null, null::int[], null::int[]
            from moved m cross join clock c
            where not m.is_last and {IsOurs}
            union all
            select k.task_id, k.step_no, k.at, coalesce(k.path, k.task_path), k.attempt, $1, k.elapsed_us, k.actor, k.detail,
                case when k.path is not null then k.task_path end, k.queued, k.claimed
            from task k
            where coalesce(k.path, k.task_path) is not null
            union all
            -- Tried before (a person reset them): their attempt has another number than the one that "claimed" stands for.
            select m.task_id, m.step_no, c.at, '\x010203'::bytea, m.attempts + 1, $1, null, null, null, null, null, null
            from successors m cross join clock c
            where m.becomes = 3 and m.attempts > 0 and {IsOurs}
        ), sent as (
            select tasker.enqueue_steps(array_agg(q.task_id), array_agg(q.step_no), array_agg(q.template_id), array_agg(q.correlation_id),
                array_agg(q.priority)) as n
            from messages q
            having count(*) > 0
        )
        select 1 as kind, e.task_id, e.step_no, e.state, 0::smallint as attempts, 0::smallint as forgiven, 0::smallint as max_attempts,
            false as retryable, 0 as template_step_no, 0 as template_id, null::jsonb as inputs, null::jsonb as checkpoint
        from ended e
        union all
        select 2, m.task_id, m.step_no, m.becomes, (m.attempts + 1)::smallint, m.attempts_forgiven, m.max_attempts, m.retryable, m.template_step_no,
            m.template_id, m.inputs, m.checkpoint
        from successors m
        where m.becomes = 3 and {IsOurs}
        union all
        select 3, q.task_id, q.step_no, 2::smallint, 0::smallint, 0::smallint, 0::smallint, false, 0, q.template_id, null, null
        from messages q where (select n from sent) > 0
        union all
        select 4, k.task_id, -1, k.state, 0::smallint, 0::smallint, 0::smallint, false, 0, 0, null, null from task k where k.task_path is not null
        union all
        select 7, m.task_id, m.step_no, m.state, 0::smallint, 0::smallint, 0::smallint, false, 0, 0, null, null
        from moved m
        where (m.task_id in (select k.task_id from task k)) is not true
        union all
        select 8, null, tasker.require_all((select coalesce(sum(k.moves), 0)::bigint from task k), (select count(*) from ended)),
            0::smallint, 0::smallint, 0::smallint, 0::smallint, false, 0, 0, null, null
        """;
}
