-- What a sweep asks and does beside the flow statements. Re-applied whenever this file changes.

-- The first visible message of every worker queue: everything that was queued before it has left the queue.
create or replace function tasker.queue_heads() returns table (namespace_id int, queue text, head timestamptz)
language plpgsql stable as $$
declare
    ns record;
begin
    for ns in
        select n.namespace_id, 'worker_' || lower(n.name) || '_queue' as name
        from tasker.namespaces n
        where to_regclass(format('pgmq.%I', 'q_worker_' || lower(n.name) || '_queue')) is not null
    loop
        return query execute format(
            'select $1, $2, (select q.vt from pgmq.%I q where q.vt <= statement_timestamp() order by q.vt, q.msg_id limit 1)', 'q_' || ns.name)
        using ns.namespace_id, ns.name;
    end loop;
end
$$;

-- Which of these queued steps have no message, as of the calling statement's snapshot: one pass over each queue concerned.
create or replace function tasker.without_message(task_ids uuid[], step_nos int[]) returns table (task_id uuid, step_no int)
language plpgsql stable as $$
declare
    target record;
begin
    for target in
        select 'q_worker_' || lower(ns.name) || '_queue' as queue,
            array_agg(i.task_id) as tasks, array_agg(i.step_no) as steps, array_agg(tasker.step_uuid(i.task_id, i.step_no)::text) as step_uuids
        from unnest(task_ids, step_nos) as i(task_id, step_no)
        join tasker.tasks t on t.task_id = i.task_id
        join tasker.templates tp on tp.template_id = t.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        group by 1
    loop
        return query execute format($q$
            select i.task_id, i.step_no
            from unnest($1, $2, $3) as i(task_id, step_no, step_uuid)
            where not exists (
                select 1
                from (select q.message ->> 'step_uuid' as step_uuid from pgmq.%I q where q.message ->> 'step_uuid' = any ($3)) there
                where there.step_uuid = i.step_uuid)
            $q$, target.queue)
        using target.tasks, target.steps, target.step_uuids;
    end loop;
end
$$;

-- Walks a worker queue by message number, up to `most` messages after `after`. Messages that no queued step belongs to go to the
-- archive; those that were put aside and that no pause covers any more come back. `last` is where to go on, null at the end.
create or replace function tasker.sweep_queue(queue text, after bigint, most int, stuck interval, out last bigint, out archived int, out freed int)
language plpgsql as $$
begin
    execute format($q$
        with slice as materialized (
            select q.msg_id, q.vt, q.enqueued_at,
                case when q.message ->> 'step_uuid' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (q.message ->> 'step_uuid')::uuid end as step_uuid
            from pgmq.%1$I q
            where q.msg_id > $1
            order by q.msg_id
            limit $2
        ), stale as materialized (
            select l.msg_id
            from slice l
            left join tasker.steps s on s.task_id = tasker.task_of(l.step_uuid) and s.step_no = tasker.step_no(l.step_uuid) and s.state = 2
            where s.task_id is null and l.enqueued_at < clock_timestamp() - $3
        ), gone as (
            delete from pgmq.%1$I q where q.msg_id = any (array(select x.msg_id from stale x))
            returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers
        ), kept as (
            insert into pgmq.%2$I (msg_id, read_ct, enqueued_at, vt, message, headers)
            select g.msg_id, g.read_ct, g.enqueued_at, g.vt, g.message, g.headers from gone g
            on conflict do nothing
        ), free as materialized (
            select l.msg_id
            from slice l
            join tasker.tasks t on t.task_id = tasker.task_of(l.step_uuid)
            where l.vt = 'infinity' and not exists (select 1 from stale x where x.msg_id = l.msg_id)
              and not tasker.is_paused(t.task_id, t.template_id)
        ), back as (
            update pgmq.%1$I q
            set vt = tasker.queue_rank(q.enqueued_at,
                (select t.priority from tasker.tasks t where t.task_id = tasker.task_of((q.message ->> 'step_uuid')::uuid)))
            where q.msg_id = any (array(select f.msg_id from free f)) and q.vt = 'infinity'
            returning 1
        )
        select case when (select count(*) from slice) = $2 then (select max(msg_id) from slice) end,
            (select count(*) from gone), (select count(*) from back)
        $q$, 'q_' || queue, 'a_' || queue)
    using after, most, stuck into last, archived, freed;
end
$$;
