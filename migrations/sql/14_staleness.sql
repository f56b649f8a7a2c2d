-- Tasks that stay too long where they are, wait for each other, or for a worker that is not there. Re-applied whenever this file changes.

-- A length of time as templates are stored with it: [days.]hh:mm:ss.
create or replace function tasker.span(words text) returns interval
language sql immutable parallel safe
return case when words ~ '^\d+\.\d\d:' then make_interval(days => split_part(words, '.', 1)::int) + split_part(words, '.', 2)::interval else words::interval end;

-- What templates say about the life of their tasks. Limits by the number of the state; null where the installation's setting applies.
create or replace view tasker.template_lifecycles as
select tp.template_id, tasker.span(l.v ->> 'max_duration') as life,
    array[null, null, null, tasker.span(l.v ->> 'max_steps_in_process'), null, tasker.span(l.v ->> 'max_waiting_for_dependencies'),
        tasker.span(l.v ->> 'max_waiting_for_retry'), null] as limits,
    coalesce(l.v ->> 'staleness_action', 'dlq') as staleness_action,
    (l.v ->> 'auto_fail_on_timeout')::boolean as auto_fail, (l.v ->> 'auto_dlq_on_timeout')::boolean as auto_dlq
from tasker.templates tp
cross join lateral (select tp.definition -> 'template' -> 'lifecycle' as v offset 0) l;

-- When a task last made progress: a move of one of its steps, a checkpoint of one that runs, or a report of how far it is.
create or replace function tasker.last_progress(task uuid) returns timestamptz
language sql stable as $$
    select greatest(
        (select max(greatest(s.changed_at, case when s.state = 3 and s.checkpoint ->> 'timestamp' ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d'
            then least((s.checkpoint ->> 'timestamp')::timestamptz, clock_timestamp()) end))
        from tasker.steps s
        where s.task_id = task),
        (select max(p.at)
        from tasker.step_progress p
        join tasker.steps s on s.task_id = p.task_id and s.step_no = p.step_no and s.state = 3 and s.attempts = p.attempt
        where p.task_id = task))
$$;

-- Judges open tasks: how far each is with its state's limit and with its life's, as a share of 1, and what follows. A task is in its state since
-- its last move or its last progress, whichever was later. Its life begins anew when a
-- person brings it back from error. Paused tasks are not judged. `fails`: it is to end in error; `enters`: it is to be entered.
create or replace function tasker.judge_staleness(
    tasks uuid[], own_limits interval[], own_life interval, own_fail boolean, own_dlq boolean, at_least double precision)
returns table (
    task_id uuid, template_id int, state smallint, since timestamptz, born timestamptz, state_limit interval, state_limit_of text, life_limit interval,
    life_limit_of text, state_share double precision, life_share double precision, fails boolean, enters boolean, staleness_action text)
language sql stable as $$
    with clock as materialized (
        select clock_timestamp() as at
    ), open as materialized (
        select t.task_id, t.template_id, t.state, t.changed_at, t.created_at
        from tasker.tasks t
        where t.task_id = any (tasks) and t.phase <= 1
    ), lifecycle as materialized (
        select l.* from tasker.template_lifecycles l where l.template_id in (select o.template_id from open o)
    ), limited as materialized (
        select o.*, coalesce(l.limits[o.state], own_limits[o.state]) as state_limit, l.limits[o.state] is not null as own_state,
            coalesce(l.life, own_life) as life_limit, l.life is not null as own_duration, l.staleness_action,
            coalesce(l.auto_fail, own_fail) as auto_fail, coalesce(l.auto_dlq, own_dlq) as auto_dlq
        from open o
        join lifecycle l on l.template_id = o.template_id
    ), near as materialized (
        select n.*
        from limited n, clock c
        where (c.at >= n.changed_at + n.state_limit * at_least or c.at >= n.created_at + n.life_limit * at_least)
          and not tasker.is_paused(n.task_id, n.template_id)
    ), dated as materialized (
        select n.*, greatest(n.changed_at, tasker.last_progress(n.task_id)) as since, greatest(n.created_at, r.at) as born
        from near n
        cross join lateral (
            select max(m.at) as at from tasker.transitions m
            where m.task_id = n.task_id
              and (m.step_no is null and get_byte(m.path, 0) = 10 or get_byte(coalesce(m.task_path, '\x00'), 0) = 10)) r
    ), measured as materialized (
        select d.*, extract(epoch from c.at - d.since)::double precision / extract(epoch from d.state_limit)::double precision as state_share,
            extract(epoch from c.at - d.born)::double precision / extract(epoch from d.life_limit)::double precision as life_share
        from dated d, clock c
    )
    select m.task_id, m.template_id, m.state, m.since, m.born, m.state_limit, case when m.own_state then 'template' else 'system' end, m.life_limit,
        case when m.own_duration then 'template' else 'system' end, m.state_share, m.life_share,
        m.state_share >= 1 and m.staleness_action = 'error' or m.life_share >= 1 and m.auto_fail,
        (m.state_share >= 1 and m.staleness_action = 'dlq' and not e.by_state or m.life_share >= 1 and m.auto_dlq and not e.by_life) and not e.pending,
        m.staleness_action
    from measured m
    cross join lateral (
        -- An entry that was decided is not made again as long as nothing moved since: a new one needs a new episode.
        select coalesce(bool_or(d.resolution = 'pending'), false) as pending,
            coalesce(bool_or(d.reason = 'staleness_timeout' and d.cause ? 'state_limit' and d.entered_at >= m.since), false) as by_state,
            coalesce(bool_or(d.reason = 'staleness_timeout' and d.cause ? 'life_limit' and d.entered_at >= m.born), false) as by_life
        from tasker.tasks_dlq d
        where d.task_id = m.task_id
    ) e
    where greatest(m.state_share, m.life_share) >= at_least
$$;

-- Steps of a task that wait for each other in a ring, in the order of the way; null when there are none. Meant for a task in which nothing goes on
-- any more: there every unfinished step waits for an unfinished parent, so the way from any step back to parents ends in a ring.
create or replace function tasker.cycle_of(task uuid) returns int[]
language plpgsql stable as $$
declare
    parents int[];
    seen int[];
    way int[];
    start int;
    here int;
    n int;
begin
    select array_agg(p.parent order by a.step_no), count(*) into parents, n
    from generate_series(0, (select max(s.step_no) from tasker.steps s where s.task_id = task)) as a(step_no)
    left join (
        select e.to_no, min(e.from_no) as parent
        from tasker.task_edges e
        join tasker.steps f on f.task_id = e.task_id and f.step_no = e.from_no and f.state = 1
        join tasker.steps s on s.task_id = e.task_id and s.step_no = e.to_no and s.state = 1
        where e.task_id = task
        group by e.to_no
    ) p on p.to_no = a.step_no;
    seen := array_fill(0, array[coalesce(n, 0)]);
    for start in 1 .. coalesce(n, 0) loop
        here := start;
        way := '{}';
        while here is not null and seen[here] = 0 loop
            seen[here] := start;
            way := way || (here - 1);
            here := parents[here] + 1;
        end loop;
        if here is not null and seen[here] = start and cardinality(way) > 0 then
            return way[array_position(way, here - 1):];
        end if;
    end loop;
    return null;
end
$$;

-- Those of the tasks that rest waiting for dependencies and have a ring, entered for it neither now nor since they came to rest.
create or replace function tasker.cyclic_tasks(tasks uuid[]) returns table (task_id uuid, cause jsonb)
language sql stable as $$
    select t.task_id, jsonb_build_object('cycle', (
        select jsonb_agg(coalesce(s.name, ts.name) order by w.nr)
        from unnest(c.way[:50]) with ordinality as w(step_no, nr)
        join tasker.steps s on s.task_id = t.task_id and s.step_no = w.step_no
        left join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = s.template_step_no), 'steps', cardinality(c.way))
    from tasker.tasks t
    cross join lateral (select tasker.cycle_of(t.task_id) as way) c
    where t.task_id = any (tasks) and t.state = 6 and c.way is not null
      and not exists (
        select 1 from tasker.tasks_dlq d
        where d.task_id = t.task_id and (d.resolution = 'pending' or d.reason = 'dependency_cycle_detected' and d.entered_at >= t.changed_at))
$$;

-- Namespaces that no live worker has served for so long, with the end of the last one's lease (null: there never was one).
create or replace function tasker.unserved_namespaces(after interval) returns table (namespace_id int, since timestamptz)
language sql stable as $$
    select ns.namespace_id, w.last
    from tasker.namespaces ns
    cross join lateral (
        select max(least(n.lease_until, n.stopped_at)) as last
        from tasker.nodes n
        where (n.roles = 'all' or n.roles like '%worker%')
          and (n.namespaces is null or exists (select 1 from jsonb_array_elements_text(n.namespaces) a where lower(a) = lower(ns.name)))
    ) w
    where w.last is null or w.last < clock_timestamp() - after
$$;

-- Those of the tasks of which nothing runs and a step has waited for a worker for so long, while nobody serves its namespace. A queue that somebody
-- paused waits on purpose.
create or replace function tasker.unserved_tasks(tasks uuid[], after interval) returns table (task_id uuid, cause jsonb)
language sql stable as $$
    with idle as materialized (
        select u.namespace_id, u.since, ns.name from tasker.unserved_namespaces(after) u join tasker.namespaces ns on ns.namespace_id = u.namespace_id
    )
    select t.task_id, jsonb_build_object(
        'namespace', i.name, 'last_worker_until', i.since, 'step_no', q.step_no, 'step', coalesce(q.name, ts.name), 'callable', ts.callable,
        'queued_at', q.changed_at)
    from tasker.tasks t
    join tasker.templates tp on tp.template_id = t.template_id
    join idle i on i.namespace_id = tp.namespace_id
    cross join lateral (
        select s.step_no, s.name, s.template_step_no, s.changed_at
        from tasker.steps s
        where s.task_id = t.task_id and s.state = 2
        order by s.changed_at
        limit 1
    ) q
    left join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = q.template_step_no
    where t.task_id = any (tasks) and t.phase = 0 and q.changed_at < clock_timestamp() - after
      and not exists (select 1 from tasker.steps s where s.task_id = t.task_id and s.state in (3, 4, 5))
      and not tasker.is_paused(t.task_id, t.template_id) and not tasker.queue_is_paused('worker_' || lower(i.name) || '_queue')
      and not exists (
        select 1 from tasker.tasks_dlq d
        where d.task_id = t.task_id and (d.resolution = 'pending' or d.reason = 'worker_unavailable' and d.entered_at >= q.changed_at))
$$;
