namespace Tasker.Data.Queue;

/// <summary>
/// A broker outside the database between the queue's rows and the workers: the rows stay the truth, the broker's messages only say which
/// rows are worth a claim.
/// </summary>
internal static class RelaySql
{
    /// <summary>Takes rows to offer to the broker: hidden for $1 ms, after which whatever was not claimed is offered again; $2 at most.</summary>
    public const string Offer = """
        with due as materialized (
            select m.msg_id
            from pgmq.{q} m
            where m.vt <= statement_timestamp() and not tasker.queue_is_paused(substr('{q}', 3))
            order by m.vt, m.msg_id
            limit $2
            for update of m skip locked
        ), taken as (
            update pgmq.{q} m
            set vt = clock_timestamp() + $1 * interval '1 millisecond', read_ct = m.read_ct + 1
            from due d
            where m.msg_id = d.msg_id
            returning m.msg_id, m.read_ct, m.message
        )
        select t.msg_id, t.read_ct, t.message from taken t order by t.msg_id
        """;

    /// <summary>Rows ($1) that the broker did not take are visible again, and the offer does not count.</summary>
    public const string TakeBack = """
        update pgmq.{q} m set vt = clock_timestamp(), read_ct = greatest(m.read_ct - 1, 0) where m.msg_id = any ($1)
        """;

    /// <summary>
    /// Claims the steps of the rows $2 for node $1, whether the rows are visible or not: the row goes, the step is leased, what the handler
    /// needs comes back. A row that is gone was claimed before; one whose task or template is paused is put aside.
    /// </summary>
    public const string Claim = $$"""
        with picked as materialized (
            select c.msg_id, tasker.uuid_of(c.message ->> 'step_uuid') as step_uuid
            from pgmq.{q} c
            where c.msg_id = any ($2)
            order by c.msg_id
            for update skip locked
        ), held as materialized (
            select k.msg_id
            from picked k
            where case when (select exists (select 1 from tasker.pauses)) then tasker.holds_task(tasker.task_of(k.step_uuid)) else false end
        ), parked as (
            update pgmq.{q} m set vt = 'infinity' from held h where m.msg_id = h.msg_id
        ), taken as (
            delete from pgmq.{q} m
            using picked k
            where m.msg_id = k.msg_id and (k.msg_id in (select h.msg_id from held h)) is not true
            returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers, k.step_uuid
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
            t.template_id, c.inputs, c.checkpoint, t.context, t.correlation_id
        from claimed c
        join tasker.tasks t on t.task_id = c.task_id
        union all
        select 6, null, count(*)::int, 0::smallint, 0::smallint, 0::smallint, 0::smallint, false, 0, 0, null, null, null, null
        from taken
        """;
}
