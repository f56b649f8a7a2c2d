-- What `tasker check` reads besides tables and views. Re-applied whenever this file changes.

-- All messages of the engine's own queues, with what they are about; ids that are none come as null.
create or replace function tasker.live_messages() returns table (queue text, msg_id bigint, task_id uuid, step_no int)
language plpgsql stable as $$
declare
    source record;
begin
    for source in
        select m.queue_name
        from pgmq.meta m
        where (m.queue_name like 'worker\_%\_queue' or m.queue_name like 'orchestration\_%')
          and to_regclass(format('pgmq.%I', 'q_' || m.queue_name)) is not null
        order by m.queue_name
    loop
        return query execute format($q$
            select %1$L::text, q.msg_id,
                case when q.message ->> 'task_uuid' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (q.message ->> 'task_uuid')::uuid end,
                case when q.message ->> 'step_uuid' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                    then tasker.step_no((q.message ->> 'step_uuid')::uuid) end
            from pgmq.%2$I q
            $q$, source.queue_name, 'q_' || source.queue_name);
    end loop;
end
$$;
