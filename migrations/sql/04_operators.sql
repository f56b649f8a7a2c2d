-- What operators' acts need besides the flow statements. Re-applied whenever this file changes.

-- Drops the queue messages of steps that an operator takes out of their queues. A message that a claim holds at this moment is left
-- to it (waiting here would turn the lock order round): the claim takes the message away and finds a step that is no longer queued.
create or replace function tasker.drop_step_messages(task_ids uuid[], step_nos int[]) returns int
language plpgsql strict as $$
declare
    target record;
    dropped int := 0;
    n int;
begin
    for target in
        select 'q_worker_' || lower(ns.name) || '_queue' as queue, array_agg(tasker.step_uuid(i.task_id, i.step_no)::text) as step_uuids
        from unnest(task_ids, step_nos) as i(task_id, step_no)
        join tasker.tasks t on t.task_id = i.task_id
        join tasker.templates tp on tp.template_id = t.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        group by 1
    loop
        execute format($q$
            delete from pgmq.%1$I d
            where d.msg_id = any (array(
                select q.msg_id from pgmq.%1$I q where q.message ->> 'step_uuid' = any ($1) for update skip locked))
            $q$, target.queue)
        using target.step_uuids;
        get diagnostics n = row_count;
        dropped := dropped + n;
    end loop;
    return dropped;
end
$$;
