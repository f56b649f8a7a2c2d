namespace Tasker.Data.Flow;

/// <summary>
/// The statements that move steps of tasks under way: <see cref="FlowParts"/> with what is particular to each. All of them answer with
/// the rows that <see cref="FlowRow"/> reads.
/// </summary>
internal static class FlowSql
{
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
        {FlowParts.Clock}
        , raw as (
            select s.task_id, s.step_no, 3::smallint as was, i.outcome as state, s.attempts as attempt, i.elapsed_us,
                -- What a node remembers of a task may have been taken back: who takes a step from the queue learns of it.
                i.may_claim and t.resets is null as may_claim,
                case i.outcome when 7 then '\x030407'::bytea when 6 then '\x030506'::bytea else '\x030508'::bytea end as path,
                i.failure as detail, null::varchar as actor, i.result, i.delay_ms, {FlowParts.OfTask}
            from input i
            cross join lateral ({FlowParts.StepOfInput}) s
            join tasker.tasks t on t.task_id = i.task_id
            where s.state = 3
              and s.attempts = i.attempt
              and s.lease_node = $12
              and (not $13 or exists (select 1 from tasker.nodes n where n.node_id = $12 and n.lease_until > clock_timestamp()))
        )
        {FlowParts.Decisions}
        , ended as (
            update tasker.steps s
            set state = m.state,
                result = coalesce(m.result, s.result),
                failure = coalesce(m.detail, s.failure),
                lease_node = null,
                retry_at = case when m.state = 6 then c.at + m.delay_ms * interval '1 millisecond' end,
                changed_at = c.at
            from moved m
            cross join clock c
            where s.task_id = m.task_id and s.step_no = m.step_no and s.state = 3 and s.attempts = m.attempt and s.lease_node = $12
              and {FlowParts.IsOurs}
            returning s.task_id, s.step_no, s.state
        )
        {FlowParts.Effects}
        """;

    /// <summary>
    /// One attempt that succeeded, when there is nothing else to write: what <see cref="Advance"/> does, by the quicker way for few. $1 node,
    /// $2 free places, $3 task id, $4 step number, $5 attempt, $6 result, $7 elapsed in µs. No row: to be written by Advance.
    /// </summary>
    public const string CompleteStep = """
        select c.kind, c.task_id, c.step_no, c.state, c.attempts, c.forgiven, c.max_attempts, c.retryable, c.template_step_no, c.template_id, c.inputs,
            c.checkpoint
        from tasker.complete_step($1, $2, $3, $4, $5, $6, $7) c
        """;

    /// <summary>
    /// Distributed path, the orchestrator's half: accepts results that a worker handed over. $3 task ids, $4 step numbers,
    /// $5 attempts, $6 outcomes, $7 delays in ms, $8 states they must be in (4 success, 5 failure), $9 failures as decided, in
    /// place of what the worker could say. State and attempt are the fence.
    /// </summary>
    public const string Accept = $"""
        with input as materialized (
            select * from unnest($3::uuid[], $4::int[], $5::smallint[], $6::smallint[], $7::double precision[], $8::smallint[], $9::jsonb[])
                as i(task_id, step_no, attempt, outcome, delay_ms, was, failure)
        )
        {FlowParts.Clock}
        , raw as (
            select s.task_id, s.step_no, i.was, i.outcome as state, s.attempts as attempt, null::int as elapsed_us, false as may_claim,
                case when i.outcome = 7 then '\x0407'::bytea when i.was = 4 then '\x0408'::bytea when i.outcome = 6 then '\x0506'::bytea
                    else '\x0508'::bytea end as path,
                i.failure as detail, null::varchar as actor, i.delay_ms, {FlowParts.OfTask}
            from input i
            cross join lateral ({FlowParts.StepOfInput}) s
            join tasker.tasks t on t.task_id = i.task_id
            where s.attempts = i.attempt and s.state = i.was
        )
        {FlowParts.Decisions}
        , ended as (
            update tasker.steps s
            set state = m.state,
                failure = coalesce(m.detail, s.failure),
                retry_at = case when m.state = 6 then c.at + m.delay_ms * interval '1 millisecond' end,
                changed_at = c.at
            from moved m
            cross join clock c
            where s.task_id = m.task_id and s.step_no = m.step_no and s.state = m.was and s.attempts = m.attempt and {FlowParts.IsOurs}
            returning s.task_id, s.step_no, s.state
        )
        {FlowParts.Effects}
        """;

    /// <summary>
    /// Queues steps whose back-off is over, oldest first: $3 how many at most. Where a failure holds the task back, the step becomes
    /// pending, so that what cannot go on does not stand in the way of what can.
    /// </summary>
    public const string StageRetries = $"""
        with due as materialized (
            select s.task_id, s.step_no
            from tasker.steps s
            where s.retry_at is not null and s.retry_at <= clock_timestamp()
            order by s.retry_at
            limit $3
        )
        {FlowParts.Clock}
        , raw as (
            select s.task_id, s.step_no, 6::smallint as was, case when h.held then 1 else 2 end::smallint as state, null::smallint as attempt,
                null::int as elapsed_us, false as may_claim, case when h.held then '\x0601'::bytea else '\x060102'::bytea end as path,
                null::jsonb as detail, null::varchar as actor, {FlowParts.OfTask}
            from due d
            cross join lateral ({FlowParts.StepOfDue}) s
            join tasker.tasks t on t.task_id = d.task_id
            cross join lateral (select t.state = 10 or t.stop_on_failure and t.steps_failed > 0 as held) h
            where s.state = 6 and s.retry_at <= clock_timestamp() and t.state not in (9, 11, 12)
        )
        {FlowParts.Decisions}
        , ended as (
            update tasker.steps s
            set state = m.state, retry_at = null, changed_at = c.at
            from moved m
            cross join clock c
            where s.task_id = m.task_id and s.step_no = m.step_no and s.state = 6 and {FlowParts.IsOurs}
            returning s.task_id, s.step_no, s.state
        )
        {FlowParts.Effects}
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
        ), known as materialized (
            select t.task_id, {FlowParts.OfTask},
                u.l - t.steps_left as dl, u.a - t.steps_active as da, u.w - t.steps_waiting as dw, u.f - t.steps_failed as df,
                jsonb_build_object('healed', 'settled from its steps') as reason
            from truth u
            join tasker.tasks t on t.task_id = u.task_id
        )
        {FlowParts.Clock}
        , raw as (
            select s.task_id, s.step_no, 1::smallint as was, 2::smallint as state, null::smallint as attempt, null::int as elapsed_us,
                false as may_claim, '\x0102'::bytea as path, jsonb_build_object('healed', 'was ready and not queued') as detail,
                null::varchar as actor, k.version, k.template_id, k.correlation_id, k.priority, k.task_state, k.stop_on_failure, k.steps_left, k.steps_active, k.steps_waiting, k.steps_failed
            from known k
            join tasker.steps s on s.task_id = k.task_id
            where s.state = 1 and s.waits = 0 and not (k.stop_on_failure and k.steps_failed + k.df > 0)
        )
        {FlowParts.CorrectedDecisions}
        , ended as (
            update tasker.steps s
            set state = 2, changed_at = c.at
            from moved m
            cross join clock c
            where s.task_id = m.task_id and s.step_no = m.step_no and s.state = 1 and {FlowParts.IsOurs}
            returning s.task_id, s.step_no, s.state
        )
        {FlowParts.Effects}
        """;
}
