-- Deletes messages that were archived longer ago than `keep` from the archives of the engine's own queues, at most `most` from each; those
-- of other queues are their owners'. Walks the index on archived_at; rows that somebody holds are passed over.
create or replace function tasker.purge_archives(keep interval, most int) returns bigint
language plpgsql as $$
declare
    source record;
    gone bigint;
    total bigint := 0;
begin
    for source in
        select m.queue_name
        from pgmq.meta m
        where (m.queue_name like 'orchestration\_%'
            or exists (select 1 from tasker.namespaces n where m.queue_name = 'worker_' || lower(n.name) || '_queue'))
          and to_regclass(format('pgmq.%I', 'a_' || m.queue_name)) is not null
        order by m.queue_name
    loop
        execute format($q$
            delete from pgmq.%1$I a
            where a.msg_id = any (array(
                select o.msg_id from pgmq.%1$I o where o.archived_at < now() - $1 order by o.archived_at limit $2 for update skip locked))
            $q$, 'a_' || source.queue_name)
        using keep, most;
        get diagnostics gone = row_count;
        total := total + gone;
    end loop;
    return total;
end
$$;
