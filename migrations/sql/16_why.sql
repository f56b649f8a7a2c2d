-- "Why is this step not running?" All that stands between a step and its handler, what has to be cleared first on top. It only reads.
-- Re-applied whenever this file changes.

create or replace function tasker.clock_text(at timestamptz) returns text
language sql stable parallel safe
return to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC';

-- Names of steps for a sentence: the first three and how many more there are.
create or replace function tasker.names_text(names text[]) returns text
language sql immutable parallel safe
return array_to_string(names[1:3], ', ') || case when cardinality(names) > 3 then ' and ' || cardinality(names) - 3 || ' more' else '' end;

-- Where the message of a queued step stands: rank 1 is next. "ahead" stops counting at 100,000. No row: there is no message.
create or replace function tasker.queue_place(queue text, step uuid)
returns table (msg_id bigint, vt timestamptz, enqueued_at timestamptz, ahead bigint, depth bigint)
language plpgsql stable as $$
begin
    if to_regclass(format('pgmq.%I', 'q_' || queue)) is null then
        return;
    end if;
    return query execute format($q$
        with mine as materialized (
            select q.msg_id, q.vt, q.enqueued_at from pgmq.%1$I q where q.message ->> 'step_uuid' = $1 order by q.vt, q.msg_id limit 1
        )
        select m.msg_id, m.vt, m.enqueued_at,
            (select count(*) from (select 1 from pgmq.%1$I q where (q.vt, q.msg_id) < (m.vt, m.msg_id) limit 100000) a),
            (select count(*) from (select 1 from pgmq.%1$I q where q.vt < 'infinity' limit 100001) d)
        from mine m
        $q$, 'q_' || queue)
    using step::text;
end
$$;

-- Live nodes that execute steps of a namespace, with what they last said about themselves.
create or replace function tasker.workers_for(namespace text)
returns table (node_id int, host text, renewed_at timestamptz, wake_up text, handlers jsonb, held int, capacity int)
language sql stable as $$
    select n.node_id, n.host::text, n.renewed_at, coalesce(n.wake_up, n.stats -> 'wakeUp' ->> 'mode'), n.stats -> 'worker' -> 'handlers',
        (n.stats -> 'worker' ->> 'held')::int, (n.stats -> 'worker' ->> 'capacity')::int
    from tasker.nodes n
    where n.stopped_at is null and n.lease_until > clock_timestamp() and n.roles ~ '(worker|all)'
      and (n.namespaces is null or exists (select 1 from jsonb_array_elements_text(n.namespaces) x where lower(x) = lower(namespace)))
$$;

-- Pauses in force that keep a task's steps, or the results in a queue, from going on.
create or replace function tasker.why_paused(task uuid, template int, queue text, of_task boolean)
returns table (cause text, sentence text, evidence jsonb, since timestamptz)
language sql stable as $$
    select 'paused_' || p.scope,
        format('%s is paused by %s since %s%s: %s', case p.scope when 'task' then 'The task' else p.target end, p.paused_by, tasker.clock_text(p.paused_at),
            case when p.until is null then '' else ', until ' || tasker.clock_text(p.until) end, p.reason),
        jsonb_build_object('pause_uuid', p.pause_id, 'target', p.target, 'by', p.paused_by, 'reason', p.reason, 'until', p.until),
        p.paused_at
    from tasker.pauses p
    left join tasker.templates tp on tp.template_id = template
    where tasker.in_force(p.until)
      and (p.queue_name = queue
        or of_task and p.task_id = task
        or of_task and p.namespace_id = tp.namespace_id and p.queue_name is null and p.template_name = tp.name
            and (p.template_version is null or p.template_version = tp.version))
    order by array_position(array['task', 'template', 'namespace', 'queue'], p.scope::text), p.paused_at
$$;

-- Causes of a step that waits in its queue.
create or replace function tasker.why_queued(p_task uuid, p_step int, p_namespace text, p_callable text, p_since timestamptz)
returns table (cause text, sentence text, evidence jsonb, since timestamptz)
language plpgsql stable as $$
declare
    queue text := 'worker_' || lower(p_namespace) || '_queue';
    place record;
    live int;
    able int;
    off int;
    free int;
    last_seen timestamptz;
    names jsonb;
begin
    select count(*), count(*) filter (where w.handlers is null or w.handlers ? p_callable), count(*) filter (where w.wake_up ilike 'disabled'),
        sum(case when w.capacity is null then 1 else greatest(0, w.capacity - w.held) end)
            filter (where w.wake_up is distinct from 'Disabled' and (w.handlers is null or w.handlers ? p_callable)),
        coalesce(jsonb_agg(jsonb_build_object('node', w.node_id, 'host', w.host, 'held', w.held, 'capacity', w.capacity, 'wake_up', w.wake_up)), '[]')
    into live, able, off, free, names
    from tasker.workers_for(p_namespace) w;

    if live = 0 then
        select max(n.renewed_at) into last_seen
        from tasker.nodes n
        where n.roles ~ '(worker|all)'
          and (n.namespaces is null or exists (select 1 from jsonb_array_elements_text(n.namespaces) x where lower(x) = lower(p_namespace)));
        return query select 'no_worker',
            format('No live worker takes steps of namespace %s%s', p_namespace,
                case when last_seen is null then '; there never was one' else '; the last one was seen at ' || tasker.clock_text(last_seen) end),
            jsonb_build_object('namespace', p_namespace, 'last_seen', last_seen), greatest(p_since, last_seen);
    elsif off = live then
        return query select 'workers_off', format('All %s workers of namespace %s are told to take no work', live, p_namespace),
            jsonb_build_object('namespace', p_namespace, 'nodes', names), p_since;
    elsif able = 0 then
        return query select 'no_handler', format('None of the %s live workers of namespace %s has the handler %s', live, p_namespace, p_callable),
            jsonb_build_object('callable', p_callable, 'namespace', p_namespace, 'nodes', names), p_since;
    elsif coalesce(free, 0) = 0 then
        return query select 'no_room', format('All places of the %s workers that have the handler were taken at their last report', able),
            jsonb_build_object('callable', p_callable, 'nodes', names), p_since;
    end if;

    select * into place from tasker.queue_place(queue, tasker.step_uuid(p_task, p_step));
    if not found then
        return query select 'message_lost', format('It is queued, but queue %s has no message for it; the sweep sends it again', queue),
            jsonb_build_object('queue', queue), p_since;
    elsif place.vt = 'infinity' then
        return query select 'put_aside', 'Its message was put aside during a pause; it comes back when the pause is over',
            jsonb_build_object('queue', queue, 'msg_id', place.msg_id), place.enqueued_at;
    elsif place.vt > clock_timestamp() then
        return query select 'not_visible', format('Its message cannot be taken before %s', tasker.clock_text(place.vt)),
            jsonb_build_object('queue', queue, 'msg_id', place.msg_id, 'visible_at', place.vt), place.enqueued_at;
    else
        return query select 'in_queue', case place.ahead when 0 then format('It is the next in queue %s', queue)
                else format('%s steps are ahead of it in queue %s', place.ahead, queue) end,
            jsonb_build_object('queue', queue, 'msg_id', place.msg_id, 'ahead', place.ahead, 'depth', place.depth, 'workers', live, 'free_places', coalesce(free, 0)),
            place.enqueued_at;
    end if;
end
$$;

-- Places of a batch that a worker of it waits for: how many there are, who has them, how many workers stand before it. No row: it waits for none.
create or replace function tasker.batch_place(p_task uuid, p_step int)
returns table (parallelism int, ahead int, names text[], holders jsonb)
language sql stable as $$
    select b.parallelism,
        (select count(*)::int from tasker.steps a
            where a.task_id = p_task and a.template_step_no = s.template_step_no and a.place = 2 and a.state = 1 and a.step_no < s.step_no),
        h.names, h.holders
    from tasker.steps s
    join tasker.batches b on b.task_id = s.task_id and b.worker_no = s.template_step_no
    cross join lateral (
        select array_agg(format('%s (%s)', d.name, replace(d.state_name, '_', ' ')) order by d.step_no) as names,
            coalesce(jsonb_agg(jsonb_build_object('step_uuid', d.step_uuid, 'name', d.name, 'state', d.state_name, 'since', d.changed_at)
                order by d.step_no), '[]') as holders
        from tasker.steps w
        join tasker.step_details d on d.task_id = w.task_id and d.step_no = w.step_no
        where w.task_id = p_task and w.template_step_no = s.template_step_no and w.place = 1 and w.state between 1 and 6
    ) h
    where s.task_id = p_task and s.step_no = p_step and s.place = 2 and s.state = 1
$$;

-- Causes of a step that is pending: who failed before it, whom it waits for, and in a batch the place that it waits for.
create or replace function tasker.why_pending(p_task uuid, p_step int, p_waits int, p_holds boolean, p_since timestamptz)
returns table (cause text, sentence text, evidence jsonb, since timestamptz)
language plpgsql stable as $$
declare
    failed record;
    open record;
    place record;
begin
    -- The failures that it waits for at any distance, nearest first; 100 levels up and 1,000 steps are far enough for an answer.
    with recursive up as (
        select e.from_no as no, 1 as distance from tasker.task_edges e where e.task_id = p_task and e.to_no = p_step
        union
        select e.from_no, u.distance + 1
        from up u
        join tasker.steps s on s.task_id = p_task and s.step_no = u.no and s.state not in (7, 10)
        join tasker.task_edges e on e.task_id = p_task and e.to_no = u.no
        where u.distance < 100
    ), near as (
        select u.no, min(u.distance) as distance from (select * from up limit 10000) u group by u.no
    )
    select array_agg(d.name::text order by n.distance, n.no) as names, min(d.changed_at) as at,
        jsonb_agg(jsonb_build_object('step_uuid', tasker.step_uuid(p_task, n.no), 'name', d.name, 'distance', n.distance, 'failed_at', d.changed_at,
            'message', left(s.failure ->> 'message', 300)) order by n.distance, n.no) as steps
    into failed
    from near n
    join tasker.step_details d on d.task_id = p_task and d.step_no = n.no
    join tasker.steps s on s.task_id = p_task and s.step_no = n.no
    where d.state = 8;
    if failed.names is not null then
        return query select 'parent_failed', format('It waits for %s, which failed for good', tasker.names_text(failed.names)),
            jsonb_build_object('steps', failed.steps), failed.at;
    end if;

    select array_agg(format('%s (%s)', d.name, replace(d.state_name, '_', ' ')) order by d.step_no) as names, min(d.changed_at) as at,
        jsonb_agg(jsonb_build_object('step_uuid', tasker.step_uuid(p_task, d.step_no), 'name', d.name, 'state', d.state_name, 'since', d.changed_at)
            order by d.step_no) as steps
    into open
    from (select distinct e.from_no from tasker.task_edges e where e.task_id = p_task and e.to_no = p_step) e
    join tasker.step_details d on d.task_id = p_task and d.step_no = e.from_no
    where d.state not in (7, 8, 10);
    if open.names is not null then
        return query select 'waits_for_parents', format('It waits for %s', tasker.names_text(open.names)), jsonb_build_object('steps', open.steps), p_since;
    end if;
    select * into place from tasker.batch_place(p_task, p_step);
    if found then
        return query select 'batch_place',
            format('It waits for one of the %s places of its batch%s%s', place.parallelism, coalesce(', held by ' || tasker.names_text(place.names), ''),
                case place.ahead when 0 then '; it is the next' else format('; %s workers stand before it', place.ahead) end),
            jsonb_build_object('parallelism', place.parallelism, 'ahead', place.ahead, 'holders', place.holders), p_since;
    elsif failed.names is null and open.names is null and not p_holds then
        return query select 'not_queued',
            case when p_waits = 0 then 'It is free to start and was not queued; the sweep queues it'
                else 'All steps before it have ended well, but it still counts ' || p_waits || '; the sweep corrects that' end,
            jsonb_build_object('waits', p_waits), p_since;
    end if;
end
$$;

-- Causes that the step's own state gives; for pending and queued steps those of the functions above.
create or replace function tasker.why_state(p_task uuid, p_step int)
returns table (cause text, sentence text, evidence jsonb, since timestamptz)
language plpgsql stable as $$
declare
    s record;
    n record;
begin
    select x.state, x.changed_at, x.waits, x.attempts, x.attempts_forgiven, x.max_attempts, x.lease_node, x.retry_at, x.failure, x.result, x.place, x.template_step_no, d.callable, ns.name as namespace,
        t.stop_on_failure and t.steps_failed > 0 or t.state = 10 as held,
        (select array_agg(f.step_no) from tasker.steps f where f.task_id = p_task and f.state = 8 and f.step_no <> p_step) as failures
    into s
    from tasker.steps x
    join tasker.step_details d on d.task_id = x.task_id and d.step_no = x.step_no
    join tasker.tasks t on t.task_id = x.task_id
    join tasker.templates tp on tp.template_id = t.template_id
    join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
    where x.task_id = p_task and x.step_no = p_step;

    case s.state
        when 1, 6 then
            if s.held then
                return query
                    select 'held_by_failure', format('The task stops at its first failure, and %s failed for good', tasker.names_text(array_agg(d.name::text order by d.changed_at))),
                        jsonb_build_object('steps', jsonb_agg(jsonb_build_object('step_uuid', d.step_uuid, 'name', d.name, 'failed_at', d.changed_at) order by d.changed_at)),
                        min(d.changed_at)
                    from tasker.step_details d
                    where d.task_id = p_task and d.step_no = any (s.failures)
                    having count(*) > 0;
            end if;
            if s.state = 1 then
                return query select * from tasker.why_pending(p_task, p_step, s.waits, s.held, s.changed_at);
            elsif s.retry_at > clock_timestamp() then
                return query select 'backs_off', format('Attempt %s failed; the next one may start at %s', s.attempts - s.attempts_forgiven, tasker.clock_text(s.retry_at)),
                    jsonb_build_object('until', s.retry_at, 'attempt', s.attempts - s.attempts_forgiven, 'max_attempts', s.max_attempts,
                        'message', left(s.failure ->> 'message', 300)), s.changed_at;
            else
                return query select 'retry_due', format('Its back-off ended at %s; it is queued at the next look', tasker.clock_text(s.retry_at)),
                    jsonb_build_object('until', s.retry_at, 'orchestrators', (select count(*) from tasker.nodes o
                        where o.stopped_at is null and o.lease_until > clock_timestamp() and o.roles ~ '(orchestrator|all)')), s.retry_at;
            end if;
        when 2 then
            return query select * from tasker.why_queued(p_task, p_step, s.namespace, s.callable, s.changed_at);
        when 3 then
            select d.node_id, d.host, d.renewed_at, d.lease_until into n from tasker.nodes d where d.node_id = s.lease_node;
            if n.lease_until > clock_timestamp() then
                return query select 'running', format('It runs on node %s (%s), attempt %s', n.node_id, n.host, s.attempts - s.attempts_forgiven),
                    jsonb_build_object('node', n.node_id, 'host', n.host, 'attempt', s.attempts - s.attempts_forgiven, 'lease_until', n.lease_until), s.changed_at;
            else
                return query select 'holder_gone',
                    format('Node %s held it, and its lease ended at %s; another node takes it over', s.lease_node, coalesce(tasker.clock_text(n.lease_until), 'an unknown time')),
                    jsonb_build_object('node', s.lease_node, 'lease_until', n.lease_until), coalesce(n.lease_until, s.changed_at);
            end if;
        when 4, 5 then
            return query select * from tasker.why_paused(p_task, null, 'orchestration_step_results', false);
            return query select 'awaits_orchestrator', format('Its %s is stored and waits for an orchestrator', case s.state when 4 then 'result' else 'failure' end),
                jsonb_build_object('orchestrators', (select count(*) from tasker.nodes o
                    where o.stopped_at is null and o.lease_until > clock_timestamp() and o.roles ~ '(orchestrator|all)')), s.changed_at;
        when 8 then
            return query select 'failed', 'It failed for good: ' || coalesce(left(s.failure ->> 'message', 300), 'nothing was said why'),
                jsonb_build_object('error_type', s.failure ->> 'error_type', 'final_because', s.failure ->> 'final_because', 'fingerprint', s.failure ->> 'fingerprint',
                    'attempts', s.attempts - s.attempts_forgiven, 'max_attempts', s.max_attempts), s.changed_at;
        when 9 then
            return query
                select 'stopped_with_batch', format('%s failed, and the batch is fail_fast: it starts again when that is mended', tasker.names_text(array_agg(d.name::text order by d.changed_at))),
                    jsonb_build_object('steps', jsonb_agg(jsonb_build_object('step_uuid', d.step_uuid, 'name', d.name, 'failed_at', d.changed_at) order by d.changed_at)),
                    s.changed_at
                from tasker.steps f
                join tasker.step_details d on d.task_id = f.task_id and d.step_no = f.step_no
                where s.place is not null and f.task_id = p_task and f.template_step_no = s.template_step_no and f.state = 8
                having count(*) > 0;
            if not found then
                return query select 'ended', 'It is cancelled', jsonb_build_object('state', 'cancelled'), s.changed_at;
            end if;
        else
            if s.state = 10 and s.place is not null and s.result is null and s.failure is not null then
                return query select 'isolated', 'It failed for good, and its range was set aside: ' || coalesce(left(s.failure ->> 'message', 300), 'nothing was said why'),
                    jsonb_build_object('error_type', s.failure ->> 'error_type', 'range', (select x.inputs -> 'cursor' from tasker.steps x where x.task_id = p_task and x.step_no = p_step)),
                    s.changed_at;
                return;
            end if;
            return query select 'ended', format('It is %s', replace(tasker.step_state_name(s.state), '_', ' ')), jsonb_build_object('state', tasker.step_state_name(s.state)), s.changed_at;
    end case;
end
$$;

create or replace function tasker.why_not_running(p_task uuid, p_step int)
returns table (no int, cause text, sentence text, evidence jsonb, since timestamptz)
language plpgsql stable as $$
declare
    t record;
begin
    select x.state as step_state, k.state, k.changed_at, k.template_id, 'worker_' || lower(ns.name) || '_queue' as queue
    into t
    from tasker.steps x
    join tasker.tasks k on k.task_id = x.task_id
    join tasker.templates tp on tp.template_id = k.template_id
    join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
    where x.task_id = p_task and x.step_no = p_step;
    if not found then
        return;
    end if;

    return query
    select row_number() over (order by w.part, w.no)::int, w.cause, w.sentence, w.evidence, w.since
    from (
        select 1 as part, 1::bigint as no, 'task_over' as cause, format('The task is %s', replace(tasker.task_state_name(t.state), '_', ' ')) as sentence,
            jsonb_build_object('task_state', tasker.task_state_name(t.state)) as evidence, t.changed_at as since
        where t.state in (11, 12) and t.step_state not in (7, 8, 9, 10)
        union all
        select 2, p.ordinality, p.cause, p.sentence, p.evidence, p.since
        from tasker.why_paused(p_task, t.template_id, t.queue, true) with ordinality p
        where t.step_state in (1, 2, 6) and t.state not in (9, 11, 12)
        union all
        select 3, s.ordinality, s.cause, s.sentence, s.evidence, s.since
        from tasker.why_state(p_task, p_step) with ordinality s
        where not (t.state in (11, 12) and t.step_state not in (7, 8, 9, 10))
    ) w;
end
$$;
