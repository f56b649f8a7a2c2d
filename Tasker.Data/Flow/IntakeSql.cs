using Tasker.Data.Queue;

namespace Tasker.Data.Flow;

/// <summary>
/// The statements that have no consequences for other steps: a task comes in, a worker takes steps, a worker hands results over. What
/// follows from steps that moved is <see cref="FlowSql"/>.
/// </summary>
internal static class IntakeSql
{
    /// <summary>
    /// Creates tasks with their initial steps and makes the roots ready. $1 node, $2 free places, then one array per column of
    /// <c>input</c>. A task whose identity exists already is left out of everything, and out of the answer.
    /// </summary>
    public const string Create = """
        with input as materialized (
            select * from unnest($3::uuid[], $4::int[], $5::bytea[], $6::jsonb[], $7::smallint[], $8::uuid[], $9::uuid[], $10::text[], $11::text[],
                $12::text[], $13::jsonb[], $14::jsonb[], $15::timestamptz[], $16::boolean[])
                as i(task_id, template_id, identity_hash, context, priority, correlation_id, parent_correlation_id, initiator, source_system,
                    reason, tags, options, requested_at, may_claim)
        ), made as (
            insert into tasker.tasks (task_id, template_id, state, priority, stop_on_failure, steps_total, steps_left, steps_active, steps_waiting,
                steps_failed, requested_at, created_at, changed_at, correlation_id, parent_correlation_id, identity_hash, initiator, source_system,
                reason, tags, context, options)
            select i.task_id, i.template_id, 4, i.priority, tp.stop_on_failure, tp.initial_steps, tp.initial_steps, tp.root_steps, 0,
                0, i.requested_at, now(), now(), i.correlation_id, i.parent_correlation_id, i.identity_hash, i.initiator, i.source_system,
                i.reason, i.tags, i.context, i.options
            from input i
            join tasker.templates tp on tp.template_id = i.template_id
            order by i.identity_hash
            on conflict (identity_hash) do nothing
            returning task_id, template_id, correlation_id, priority
        ), placed as materialized (
            select m.task_id, m.template_id, m.correlation_id, m.priority, ts.step_no, ts.waits, ts.max_attempts, ts.retryable,
                case when ts.waits > 0 then 1
                    when i.may_claim
                        and not case when (select exists (select 1 from tasker.pauses)) then tasker.is_paused(m.task_id, m.template_id) else false end
                        and row_number() over (partition by ts.waits > 0 order by m.task_id, ts.step_no) <= $2 then 3
                    else 2 end as state
            from made m
            join input i on i.task_id = m.task_id
            join tasker.template_steps ts on ts.template_id = m.template_id and ts.is_initial
        ), stepped as (
            insert into tasker.steps (task_id, step_no, template_step_no, state, attempts, attempts_forgiven, max_attempts, retryable, waits,
                lease_node, created_at, changed_at)
            select p.task_id, p.step_no, p.step_no, p.state, case p.state when 3 then 1 else 0 end, 0, p.max_attempts, p.retryable, p.waits,
                case p.state when 3 then $1 end, now(), now()
            from placed p
        ), written as (
            insert into tasker.transitions (task_id, at, path, node_id, queued, claimed)
            select m.task_id, now(), '\x0001020304'::bytea, $1, r.queued, r.claimed
            from made m
            left join (
                select p.task_id, array_agg(p.step_no) filter (where p.state = 2) as queued, array_agg(p.step_no) filter (where p.state = 3) as claimed
                from placed p
                where p.state > 1
                group by p.task_id
            ) r on r.task_id = m.task_id
        ), sent as (
            select tasker.enqueue_steps(array_agg(p.task_id), array_agg(p.step_no), array_agg(p.template_id), array_agg(p.correlation_id),
                array_agg(p.priority::int)) as n
            from placed p
            where p.state = 2
            having count(*) > 0
        )
        select 5 as kind, m.task_id, -1 as step_no, 4::smallint as state, 0::smallint as attempts, 0::smallint as forgiven,
            0::smallint as max_attempts, false as retryable, 0 as template_step_no, m.template_id, null::jsonb as inputs, null::jsonb as checkpoint
        from made m
        union all
        select 2, p.task_id, p.step_no, 3::smallint, 1::smallint, 0::smallint, p.max_attempts, p.retryable, p.step_no, p.template_id, null, null
        from placed p where p.state = 3
        union all
        select 3, p.task_id, p.step_no, 2::smallint, 0::smallint, 0::smallint, 0::smallint, false, 0, p.template_id, null, null
        from placed p where p.state = 2 and (select n from sent) > 0
        """;

    /// <summary>
    /// Distributed path, the worker's half: stores results, ends the lease and sends the hand-over message. A failure goes into the history when
    /// it is decided about. Parameters: $1 node,
    /// $2 task ids, $3 step numbers, $4 attempts, $5 success, $6 results, $7 failures, $8 elapsed in µs.
    /// </summary>
    public const string HandOver = """
        with input as materialized (
            select * from unnest($2::uuid[], $3::int[], $4::smallint[], $5::boolean[], $6::jsonb[], $7::jsonb[], $8::int[])
                as i(task_id, step_no, attempt, success, result, failure, elapsed_us)
        ), moved as (
            update tasker.steps s
            set state = case when i.success then 4 else 5 end,
                result = coalesce(i.result, s.result),
                failure = coalesce(i.failure, s.failure),
                lease_node = null,
                changed_at = clock_timestamp()
            from input i
            where s.task_id = i.task_id and s.step_no = i.step_no and s.state = 3 and s.attempts = i.attempt and s.lease_node = $1
              and exists (select 1 from tasker.nodes n where n.node_id = $1 and n.lease_until > clock_timestamp())
            returning s.task_id, s.step_no, s.state, s.attempts, s.changed_at, i.elapsed_us
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us)
            select m.task_id, m.step_no, m.changed_at, case m.state when 4 then '\x0304'::bytea else '\x0305'::bytea end, m.attempts, $1,
                m.elapsed_us
            from moved m
        ), sent as (
            insert into pgmq.q_orchestration_step_results (vt, message)
            select clock_timestamp(), jsonb_build_object('task_uuid', m.task_id, 'step_uuid', tasker.step_uuid(m.task_id, m.step_no), 'attempt', m.attempts)
            from moved m
        )
        select m.task_id, m.step_no, m.attempts from moved m
        """;

    /// <summary>
    /// Takes up to $2 messages from a namespace's queue for node $1, in the order of their ranks: the message goes, the step is claimed,
    /// and what the handler needs comes back. A message of a step that is no longer queued, or of none, goes to the archive {a}; one whose
    /// task or template is paused is put aside; of a paused queue nothing is taken. {q} is the queue's table, {1} its name.
    /// </summary>
    public const string Claim = $$"""
        with picked as materialized (
            select c.msg_id, tasker.uuid_of(c.message ->> 'step_uuid') as step_uuid
            from pgmq.{q} c
            where c.vt <= statement_timestamp()
              and not exists (select 1 from tasker.pauses p where p.queue_name = '{1}' and (p.until is null or p.until > clock_timestamp()))
            order by c.vt, c.msg_id
            limit $2
            for update of c skip locked
        {{ClaimPicked}}
        """;

    /// <summary>
    /// Claims the steps of the messages in <c>picked</c> (msg_id, step_uuid; locked), for node $1: everything after it. {q} is the queue's
    /// table, {a} its archive. Rows are named by arrays, never joined: a queue is empty whenever it is analysed, and for a table of no rows
    /// the planner joins by comparing each with each, which a deep queue then pays for with seconds.
    /// </summary>
    internal const string ClaimPicked = $$"""
        ), held as materialized (
            select k.msg_id
            from picked k
            where case when (select exists (select 1 from tasker.pauses)) then tasker.holds_task(tasker.task_of(k.step_uuid)) else false end
        ), parked as (
            update pgmq.{q} q set vt = 'infinity' where q.msg_id = any (array(select h.msg_id from held h))
        ), taken as (
            delete from pgmq.{q} q
            where q.msg_id = any (array(select k.msg_id from picked k except all select h.msg_id from held h))
            returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers, tasker.uuid_of(q.message ->> 'step_uuid') as step_uuid
        ), claimed as (
            update tasker.steps s
            set state = 3, attempts = s.attempts + 1, lease_node = $1, changed_at = clock_timestamp()
            from taken t
            where s.task_id = tasker.task_of(t.step_uuid) and s.step_no = tasker.step_no(t.step_uuid) and s.state = 2
            returning s.task_id, s.step_no, s.state, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable, s.template_step_no, s.inputs,
                s.checkpoint, s.changed_at
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id)
            select c.task_id, c.step_no, c.changed_at, '\x0203'::bytea, c.attempts, $1 from claimed c
        ), buried as (
            {{QueueSql.BuryUnclaimed}}
        )
        select 2 as kind, c.task_id, c.step_no, c.state, c.attempts, c.attempts_forgiven as forgiven, c.max_attempts, c.retryable, c.template_step_no,
            t.template_id, c.inputs, c.checkpoint, t.context, t.correlation_id, coalesce(t.resets, 0)
        from claimed c
        join tasker.tasks t on t.task_id = c.task_id
        union all
        select 6, null, (select count(*)::int from taken), 0::smallint, 0::smallint, 0::smallint, 0::smallint, false, (select count(*)::int from held),
            0, null, null, null, null, null
        """;
}
