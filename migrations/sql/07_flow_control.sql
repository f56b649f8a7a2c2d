-- Pauses, priorities, and what sweepers look for. Re-applied whenever this file changes.

-- Where a message stands in its queue: as if it had been queued that much earlier. A point of priority is worth 30 seconds, so a
-- waiting step gains one point every 30 seconds on all that comes after it (escalation), and a lead of n points is used up after
-- n x 30 seconds (decay). Nothing has to be recomputed while time passes, so the order is an index. Priority -100 stands 30 seconds
-- in the past: the rank is also the time from which on the message is visible.
create or replace function tasker.queue_rank(at timestamptz, priority int) returns timestamptz
language sql immutable parallel safe
return at - (101 + greatest(-100, least(100, priority))) * interval '30 seconds';

-- The queue of a namespace: PGMQ's, with the index that claims walk.
create or replace function tasker.ensure_queue(queue text) returns void
language plpgsql as $$
begin
    perform pgmq."create"(queue);
    execute format('create index if not exists %I on pgmq.%I (vt, msg_id)', 'q_' || lower(queue) || '_rank_idx', 'q_' || lower(queue));
end
$$;

-- Queues that were made before there were ranks.
select tasker.ensure_queue('worker_' || lower(ns.name) || '_queue')
from tasker.namespaces ns
where to_regclass(format('pgmq.%I', 'q_worker_' || lower(ns.name) || '_queue')) is not null;

-- A pause is in force until it is ended or its time is over, whether or not somebody has cleared it away by then.
create or replace function tasker.in_force(until timestamptz) returns boolean
language sql volatile parallel safe
return until is null or until > clock_timestamp();

create or replace function tasker.queue_is_paused(queue text) returns boolean
language sql volatile
return exists (select 1 from tasker.pauses p where p.queue_name = queue and tasker.in_force(p.until));

-- Whether anything keeps a task's steps from starting: the task, its template, its namespace or its queue.
create or replace function tasker.is_paused(task uuid, template int) returns boolean
language plpgsql stable as $$
begin
    return exists (select 1 from tasker.pauses p where p.task_id = task and tasker.in_force(p.until))
        or exists (
            select 1
            from tasker.templates tp
            join tasker.pauses p on p.namespace_id = tp.namespace_id
            where tp.template_id = template and tasker.in_force(p.until)
              and (p.template_name is null or p.template_name = tp.name and (p.template_version is null or p.template_version = tp.version)));
end
$$;

-- Whether the task or its template is paused (its queue goes on). Whoever gets true may put the task's message aside: the pause is
-- locked until his commit, so the one who ends the pause sees every message that was put aside under it.
create or replace function tasker.holds_task(task uuid) returns boolean
language plpgsql volatile as $$
begin
    perform 1 from tasker.pauses p where p.task_id = task and tasker.in_force(p.until) for share;
    if found then
        return true;
    end if;
    perform 1
    from tasker.tasks t
    join tasker.templates tp on tp.template_id = t.template_id
    join tasker.pauses p on p.namespace_id = tp.namespace_id and p.template_name = tp.name
        and (p.template_version is null or p.template_version = tp.version)
    where t.task_id = task and tasker.in_force(p.until)
    for share of p;
    return found;
end
$$;

-- Namespaces whose queue holds a visible message that may be taken: one call for all queues, so an idle node asks once and not once
-- per queue. Messages put aside stand at the end of the index (their time is infinity), so they cost nothing here.
create or replace function tasker.namespaces_with_work() returns text[]
language plpgsql stable as $$
declare
    ns record;
    found text[] := '{}';
    has boolean;
begin
    for ns in
        select n.name, 'worker_' || lower(n.name) || '_queue' as queue
        from tasker.namespaces n
    loop
        if to_regclass(format('pgmq.%I', 'q_' || ns.queue)) is null or tasker.queue_is_paused(ns.queue) then
            continue;
        end if;
        execute format('select exists (select 1 from pgmq.%I q where q.vt <= statement_timestamp())', 'q_' || ns.queue) into has;
        if has then
            found := found || ns.name::text;
        end if;
    end loop;
    return found;
end
$$;

-- Puts aside what is paused among the first messages of a queue: answers how many it looked at and how many of these it put aside.
create or replace function tasker.park_messages(queue text, most int, out looked int, out parked int)
language plpgsql as $$
begin
    execute format($q$
        with picked as materialized (
            select q.msg_id, (q.message ->> 'task_uuid')::uuid as task_id
            from pgmq.%1$I q
            where q.vt <= statement_timestamp()
            order by q.vt, q.msg_id
            limit $1
            for update of q skip locked
        ), held as materialized (
            select k.msg_id from picked k where tasker.holds_task(k.task_id)
        ), moved as (
            update pgmq.%1$I q set vt = 'infinity' where q.msg_id = any (array(select h.msg_id from held h))
        )
        select (select count(*) from picked), (select count(*) from held)
        $q$, 'q_' || queue)
    using most into looked, parked;
end
$$;

-- Brings back messages that were put aside and that no pause covers any more, walking them by number: up to `most` after `after`.
-- `last` is where to go on, null at the end.
create or replace function tasker.unpark_messages(queue text, after bigint, most int, out last bigint, out freed int)
language plpgsql as $$
begin
    execute format($q$
        with aside as materialized (
            select q.msg_id, (q.message ->> 'task_uuid')::uuid as task_id
            from pgmq.%1$I q
            where q.vt = 'infinity' and q.msg_id > $1
            order by q.vt, q.msg_id
            limit $2
        ), free as materialized (
            select a.msg_id
            from aside a
            left join tasker.tasks t on t.task_id = a.task_id
            where not coalesce(tasker.is_paused(a.task_id, t.template_id), false)
        ), back as (
            update pgmq.%1$I q
            set vt = tasker.queue_rank(q.enqueued_at,
                coalesce((select t.priority from tasker.tasks t where t.task_id = (q.message ->> 'task_uuid')::uuid), 0))
            where q.msg_id = any (array(select f.msg_id from free f)) and q.vt = 'infinity'
            returning 1
        )
        select case when (select count(*) from aside) = $2 then (select max(msg_id) from aside) end, (select count(*) from back)
        $q$, 'q_' || queue)
    using after, most into last, freed;
end
$$;

-- Moves the waiting messages of a task to where its new priority puts them, none of them beyond the lowest rank: a rank in the future would
-- hide the message. What is hidden at present (offered to a broker, or read by somebody) stays so as long; where it stood is in its header.
-- Answers how many.
create or replace function tasker.rerank_messages(task uuid, points int) returns int
language plpgsql as $$
declare
    queue text;
    n int;
begin
    select 'q_worker_' || lower(ns.name) || '_queue' into queue
    from tasker.tasks t
    join tasker.templates tp on tp.template_id = t.template_id
    join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
    where t.task_id = task;
    execute format($q$
        update pgmq.%1$I d
        set vt = case when d.vt > clock_timestamp() then d.vt
                else least(d.vt - $2 * interval '30 seconds', tasker.queue_rank(d.enqueued_at, -100)) end,
            headers = case when d.headers ? 'tasker_rank'
                then d.headers || jsonb_build_object('tasker_rank',
                    least((d.headers ->> 'tasker_rank')::timestamptz - $2 * interval '30 seconds', tasker.queue_rank(d.enqueued_at, -100)))
                else d.headers end
        where d.msg_id = any (array(
            select q.msg_id from pgmq.%1$I q where q.message ->> 'task_uuid' = $1 and q.vt < 'infinity' for update skip locked))
        $q$, queue)
    using task::text, points;
    get diagnostics n = row_count;
    return n;
end
$$;
