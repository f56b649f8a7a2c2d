using Tasker.Data.Flow;

namespace Tasker.Data.Operators;

/// <summary>
/// What people do to tasks and steps. Every act is one batch in one commit: locks (tasks by id, then steps by number), the act with
/// its audit row, the answer. Each statement of the batch has a snapshot of its own, so the act sees all that was true under its locks.
/// Parameters of the acts: $1 node (always null: a person is no node), $2 free places (always 0), $3 command ids, $4 idempotency keys,
/// $5 task ids, $6 step numbers, $7 expected states, $8 and $9 the states from which the act is possible with the path that each takes,
/// $10 kind, $11 actor, $12 reason, $13 audit arguments, $14 result, $15 failure, $16 task states in which an act on a step is refused,
/// and an act on a task is refused unless a step failed, $17 new inputs of the step, $18 whether steps begin from scratch (attempts
/// forgiven, checkpoints gone), $19 template steps that must not be sent back, $20 why the act is refused when nothing else speaks against it.
/// </summary>
internal static class OperatorSql
{
    /// <summary>$1 task ids.</summary>
    public const string LockTasks = """
        select t.task_id, t.state
        from tasker.tasks t
        where t.task_id = any ($1)
        order by t.task_id
        for update
        """;

    /// <summary>Locks single steps and says what they were: $1 task ids, $2 step numbers; -1 stands for all unfinished steps of the task.</summary>
    public const string LockSteps = """
        select s.task_id, s.step_no, s.state, s.attempts, s.lease_node
        from tasker.steps s
        join (select distinct * from unnest($1::uuid[], $2::int[]) as i(task_id, step_no)) i
            on i.task_id = s.task_id and (i.step_no = s.step_no or i.step_no = -1 and s.state not in (7, 9, 10))
        order by s.task_id, s.step_no
        for update of s
        """;

    internal const string Asked = $"""
        with asked as materialized (
            select * from unnest($3::uuid[], $4::text[], $5::uuid[], $6::int[], $7::smallint[])
                as i(command_id, idempotency_key, task_id, step_no, expected)
        ), possible as materialized (
            select * from unnest($8::smallint[], $9::bytea[]) as p(from_state, path)
        ), input as materialized (
            select distinct a.task_id from asked a
        ), known as materialized (
            select t.task_id, t.state, t.stop_on_failure, t.steps_failed
            from tasker.tasks t
            where t.task_id in (select i.task_id from input i)
        )
        {FlowParts.Clock}
        , earlier as materialized (
            select a.command_id, c.kind = $10 and c.task_id = a.task_id and c.step_no is not distinct from a.step_no as same
            from asked a
            join tasker.operator_commands c on c.idempotency_key = a.idempotency_key
        )
        """;

    /// <summary>What speaks for and against the act on each step that was asked for; after <see cref="Asked"/>.</summary>
    internal const string JudgeSteps = """
            select a.command_id, case when e.command_id is null then a.idempotency_key end as idempotency_key, a.task_id, a.step_no, a.expected,
                s.state as was, s.waits, p.path,
                case when e.same then 'replayed' when e.command_id is not null then 'refused' when s.task_id is null then 'not_found'
                    when a.expected <> s.state then 'conflict' when l.state = any ($16) or p.path is null or $20::text is not null then 'refused'
                    else 'applied' end as outcome,
                case when e.command_id is not null then 'the idempotency key belongs to another command'
                    when a.expected <> s.state
                        then 'the step is ' || tasker.step_state_name(s.state) || ', not ' || tasker.step_state_name(a.expected)
                    when l.state = any ($16) then 'the task is ' || tasker.task_state_name(l.state)
                    when p.path is null then 'not possible while the step is ' || tasker.step_state_name(s.state)
                    else $20::text end as outcome_detail
            from asked a
            left join known l on l.task_id = a.task_id
            left join tasker.steps s on s.task_id = a.task_id and s.step_no = a.step_no
            left join possible p on p.from_state = s.state
            left join earlier e on e.command_id = a.command_id
        """;

    private const string JudgedSteps = $"""
        {Asked}
        , judged as materialized (
        {JudgeSteps}
        )
        """;

    // Only a reset makes finished parents unfinished again.
    private const string NothingPostponed = ", postponed as materialized (select null::uuid as task_id, null::int as step_no, 0 as n where false)";

    private const string JudgedTasks = $"""
        {Asked}
        , judged as materialized (
            select a.command_id, case when e.command_id is null then a.idempotency_key end as idempotency_key, a.task_id, a.step_no, a.expected,
                l.state as was, p.path,
                case when e.same then 'replayed' when e.command_id is not null then 'refused' when l.task_id is null then 'not_found'
                    when a.expected <> l.state then 'conflict' when p.path is null or l.state = any ($16) and l.steps_failed = 0 then 'refused'
                    else 'applied' end as outcome,
                case when e.command_id is not null then 'the idempotency key belongs to another command'
                    when a.expected <> l.state
                        then 'the task is ' || tasker.task_state_name(l.state) || ', not ' || tasker.task_state_name(a.expected)
                    when p.path is null then 'not possible while the task is ' || tasker.task_state_name(l.state)
                    when l.state = any ($16) and l.steps_failed = 0 then 'no step of the task has failed' end as outcome_detail
            from asked a
            left join known l on l.task_id = a.task_id
            left join possible p on p.from_state = l.state
            left join earlier e on e.command_id = a.command_id
        )
        """;

    private const string Recorded = """
        , recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, step_no, args, actor, reason, expected_state,
                requested_at, outcome, outcome_detail)
            select j.command_id, j.idempotency_key, $10, j.task_id, j.step_no, $13, $11, $12, j.expected, c.at, j.outcome, j.outcome_detail
            from judged j, clock c, dropped d
            where j.outcome in ('applied', 'conflict', 'refused')
        )
        """;

    /// <summary>
    /// What follows from <c>hits</c> (the steps that the act moves, with their paths) and <c>postponed</c> (how many parents each step has to
    /// wait for again). A step that waits for nothing and is still pending was held back (its task stops on failures, or had failed itself).
    /// When the act removes what held it, it goes out with the act. Both kinds are disjoint from the successors that the act frees: those
    /// have waits. What an act replaces is kept.
    /// </summary>
    internal const string Moved = $"""
        , acting as materialized (
            select l.task_id, l.stop_on_failure
                and l.steps_failed + coalesce(sum((get_byte(h.path, length(h.path) - 1) = 8)::int - (h.was = 8)::int), 0) > 0 as holds
            from known l
            left join hits h on h.task_id = l.task_id
            where l.task_id in (select j.task_id from judged j where j.outcome = 'applied')
            group by l.task_id, l.stop_on_failure, l.steps_failed
        ), targets as materialized (
            select h.task_id, h.step_no, h.was, h.path, get_byte(h.path, length(h.path) - 1)::smallint as target, $11::varchar as actor
            from hits h
            union all
            select s.task_id, s.step_no, s.state, '\x0102'::bytea, 2::smallint, null
            from acting a
            join tasker.steps s on s.task_id = a.task_id
            where not a.holds and s.state = 1 and s.waits = 0
              and not exists (select 1 from hits h where h.task_id = s.task_id and h.step_no = s.step_no)
              and not exists (select 1 from postponed p where p.task_id = s.task_id and p.step_no = s.step_no)
        ), dropped as materialized (
            select tasker.drop_step_messages(array_agg(t.task_id), array_agg(t.step_no)) as n from targets t where t.was = 2
        )
        {Recorded}
        , raw as (
            select s.task_id, s.step_no, h.was, h.target as state, case h.was when 3 then s.attempts end as attempt, null::int as elapsed_us,
                false as may_claim, h.path, h.actor,
                case when h.actor is not null then coalesce($15, jsonb_strip_nulls(jsonb_build_object(
                    'reason', $12::text, 'skipped', case when $10 = 'step.skip' then true end))) end as detail,
                $17::jsonb is not null and exists (
                    select 1 from judged j where j.task_id = h.task_id and j.step_no = h.step_no and j.outcome = 'applied') as is_edited,
                {FlowParts.OfTask}
            from targets h
            join tasker.steps s on s.task_id = h.task_id and s.step_no = h.step_no and s.state = h.was
            join tasker.tasks t on t.task_id = h.task_id
        )
        {FlowParts.Decisions}
        , kept as (
            insert into tasker.step_payloads (task_id, step_no, what, value, command_id)
            select m.task_id, m.step_no, v.what, v.value, j.command_id
            from moved m
            join judged j on j.task_id = m.task_id and j.outcome = 'applied' and ($18 or coalesce(j.step_no, m.step_no) = m.step_no)
            join tasker.steps s on s.task_id = m.task_id and s.step_no = m.step_no
            cross join lateral (values
                ('inputs', s.inputs, m.is_edited),
                ('checkpoint', s.checkpoint, s.checkpoint is not null and (m.is_edited or $18)),
                ('result', s.result, s.result is not null)) v(what, value, is_replaced)
            where v.is_replaced and m.actor is not null and {FlowParts.IsOurs}
        ), delayed as (
            update tasker.steps s
            set waits = s.waits + m.n
            from postponed m
            where s.task_id = m.task_id and s.step_no = m.step_no and s.state = 1 and {FlowParts.IsOurs}
        ), ended as (
            update tasker.steps s
            set state = m.state,
                attempts_forgiven = case when m.actor is not null and $18 or m.was = 8 and get_byte(m.path, 1) = 1 then s.attempts else s.attempts_forgiven end,
                waits = s.waits + coalesce((select p.n from postponed p where p.task_id = s.task_id and p.step_no = s.step_no), 0),
                lease_node = null,
                retry_at = null,
                inputs = case when m.is_edited then $17::jsonb else s.inputs end,
                checkpoint = case when m.actor is not null and (m.is_edited or $18) then null else s.checkpoint end,
                result = case m.state when 7 then $14 else null end,
                failure = case m.state when 8 then $15 else s.failure end,
                changed_at = c.at
            from moved m
            cross join clock c
            where s.task_id = m.task_id and s.step_no = m.step_no and s.state = m.was and {FlowParts.IsOurs}
            returning s.task_id, s.step_no, s.state
        )
        {FlowParts.Effects}
        """;

    /// <summary>Moves single steps. A step that becomes pending and waits for nothing is queued at once.</summary>
    public const string ActOnSteps = $"""
        {JudgedSteps}
        , hits as materialized (
            select j.task_id, j.step_no, j.was,
                case when j.waits = 0 and get_byte(j.path, length(j.path) - 1) = 1 then j.path || '\x02'::bytea else j.path end as path
            from judged j
            where j.outcome = 'applied'
        )
        {NothingPostponed}
        {Moved}
        """;

    /// <summary>Resets every step in error of whole tasks.</summary>
    public const string RetryAllFailed = $"""
        {JudgedTasks}
        , hits as materialized (
            select s.task_id, s.step_no, s.state as was, case s.waits when 0 then '\x080102'::bytea else '\x0801'::bytea end as path
            from judged j
            join tasker.steps s on s.task_id = j.task_id and s.state = 8
            where j.outcome = 'applied'
        )
        {NothingPostponed}
        {Moved}
        """;

    /// <summary>
    /// Second half of <see cref="RetryAllFailed"/>: a task that had failed although no step was in error (it was too old, say) is put
    /// back to where its steps are. $1 command ids.
    /// </summary>
    public const string Reopen = """
        with reopened as (
            update tasker.tasks t
            set state = tasker.task_target(t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed, t.stop_on_failure),
                changed_at = c.requested_at,
                completed_at = null
            from tasker.operator_commands c
            where c.command_id = any ($1) and c.outcome = 'applied' and t.task_id = c.task_id and t.state = 10 and t.steps_left > 0
              and tasker.task_path(10, tasker.task_target(t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed, t.stop_on_failure), 1) is not null
            returning t.task_id, t.state, c.requested_at, c.actor
        )
        insert into tasker.transitions (task_id, at, path, actor)
        select r.task_id, r.requested_at, tasker.task_path(10, r.state, 1), r.actor from reopened r
        """;

    /// <summary>
    /// Closes tasks: every unfinished step is cancelled, the task takes the state that ends its path. The counters keep their meaning:
    /// nothing is active, waiting or failed any more, and <c>steps_left</c> still counts what never ended well.
    /// </summary>
    public const string CloseTasks = $"""
        {JudgedTasks}
        , targets as materialized (
            select s.task_id, s.step_no, s.state as was
            from judged j
            join tasker.steps s on s.task_id = j.task_id and s.state not in (7, 9, 10)
            where j.outcome = 'applied'
        ), dropped as materialized (
            select tasker.drop_step_messages(array_agg(t.task_id), array_agg(t.step_no)) as n from targets t where t.was = 2
        )
        {Recorded}
        , stopped as (
            update tasker.steps s
            set state = 9, lease_node = null, retry_at = null, changed_at = c.at
            from targets t, clock c
            where s.task_id = t.task_id and s.step_no = t.step_no
            returning s.task_id, s.step_no, t.was, s.attempts
        ), closed as (
            update tasker.tasks t
            set state = get_byte(j.path, length(j.path) - 1), steps_active = 0, steps_waiting = 0, steps_failed = 0,
                changed_at = c.at, completed_at = c.at
            from judged j, clock c
            where t.task_id = j.task_id and j.outcome = 'applied'
            returning t.task_id, t.state, j.path
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, actor, detail)
            select s.task_id, s.step_no, c.at, set_byte('\x0009'::bytea, 0, s.was), case s.was when 3 then s.attempts end, $11,
                jsonb_build_object('reason', $12::text)
            from stopped s, clock c
            union all
            select k.task_id, null, c.at, k.path, null, $11, jsonb_build_object('reason', $12::text) from closed k, clock c
        )
        select 4 as kind, k.task_id, -1 as step_no, k.state from closed k
        """;

    /// <summary>
    /// What became of the commands: $1 command ids, $2 keys, $3 task ids, $4 step numbers, $5 expected states. No row of a command and
    /// none of its key means that there is no such task or step. For conflicts, the move that left the expected state is looked up.
    /// </summary>
    public const string Outcomes = """
        select a.ord::int, c.command_id = a.command_id, c.outcome, c.outcome_detail, c.actor, c.requested_at,
            case when a.step_no is null then tasker.task_state_name(t.state) else tasker.step_state_name(s.state) end,
            first.actor, first.node_id, coalesce(first.at, s.changed_at, t.changed_at)
        from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::smallint[]) with ordinality
            as a(command_id, idempotency_key, task_id, step_no, expected, ord)
        left join tasker.tasks t on t.task_id = a.task_id
        left join tasker.steps s on s.task_id = a.task_id and s.step_no = a.step_no
        left join lateral (
            select o.* from tasker.operator_commands o where o.command_id = a.command_id
            union all
            select o.* from tasker.operator_commands o where o.idempotency_key = a.idempotency_key and o.command_id <> a.command_id
                and not exists (select 1 from tasker.operator_commands own where own.command_id = a.command_id)
        ) c on true
        left join lateral (
            select tr.actor, tr.node_id, tr.at
            from tasker.moves tr
            where c.outcome = 'conflict' and tr.task_id = a.task_id and tr.step_no is not distinct from a.step_no
            order by get_byte(tr.path, 0) = a.expected desc, tr.seq desc
            limit 1
        ) first on true
        order by a.ord
        """;
}
