-- Batches: places of workers, what a failed worker means, stalls. See docs/batches.md. Re-applied whenever this file changes.

-- Brings a batch in order after workers of it ended or were brought back: places, what joins them, what may start. Runs in the transaction
-- that moved them, and decides from what is true then, so that it may be called any number of times. `again`: a failed worker was reset.
create or replace function tasker.settle_batch(p_task uuid, p_worker int, again boolean) returns void
language plpgsql as $$
declare
    t record;
    b record;
    now_at timestamptz;
    is_failed boolean;
    ready int[];
    back int[];
    target smallint;
    moved bytea;
begin
    select k.template_id, k.correlation_id, k.priority, k.state, k.stop_on_failure, k.steps_left, k.steps_active, k.steps_waiting, k.steps_failed
    into t
    from tasker.tasks k
    where k.task_id = p_task
    for no key update;
    select x.parallelism, x.strategy into b from tasker.batches x where x.task_id = p_task and x.worker_no = p_worker;
    if b is null or t.state in (9, 11, 12) then
        return;
    end if;

    now_at := clock_timestamp();
    -- Who ended gives the place back; who failed needs one again should somebody bring it back.
    update tasker.steps s
    set place = case s.state when 8 then 2 else 0 end, waits = s.waits + (s.state = 8 and s.place = 1)::int - (s.state <> 8 and s.place = 2)::int
    where s.task_id = p_task and s.template_step_no = p_worker and (s.state in (7, 10) and s.place in (1, 2) or s.state = 8 and s.place = 1);

    is_failed := exists (select 1 from tasker.steps s where s.task_id = p_task and s.template_step_no = p_worker and s.state = 8);
    if again then
        perform tasker.tie_workers(p_task, t.template_id, p_worker);
    end if;
    if is_failed and b.strategy = 2 then
        back := tasker.take_places_back(p_task, p_worker, now_at);
    elsif is_failed then
        perform tasker.let_join_go(p_task, p_worker);
    end if;
    if not is_failed or b.strategy <> 2 then
        update tasker.steps s
        set place = 1, waits = s.waits - 1
        from (
            select w.step_no
            from tasker.steps w
            where w.task_id = p_task and w.template_step_no = p_worker and w.place = 2 and w.state = 1
            order by w.step_no
            limit b.parallelism - (
                select count(*)
                from tasker.steps h
                where h.task_id = p_task and h.template_step_no = p_worker and h.place = 1 and h.state between 1 and 6)
        ) n
        where s.task_id = p_task and s.step_no = n.step_no;
    end if;

    if t.state <> 10 and not (t.stop_on_failure and t.steps_failed > 0) then
        with started as (
            update tasker.steps s
            set state = 2, changed_at = now_at
            where s.task_id = p_task and s.state = 1 and s.waits = 0
              and (s.template_step_no = p_worker
                or s.step_no in (select e.to_no from tasker.template_edges e where e.template_id = t.template_id and e.from_no = p_worker))
            returning s.step_no
        )
        select array_agg(x.step_no order by x.step_no) into ready from started x;
    end if;

    target := tasker.task_target(
        t.steps_left, t.steps_active + coalesce(cardinality(ready), 0) - coalesce(cardinality(back), 0), t.steps_waiting, t.steps_failed, t.stop_on_failure);
    moved := case when t.state <> 10 then tasker.task_path(t.state, target, coalesce(cardinality(ready), 0)) end;
    if ready is null and back is null and moved is null then
        return;
    end if;

    update tasker.tasks k
    set steps_active = t.steps_active + coalesce(cardinality(ready), 0) - coalesce(cardinality(back), 0),
        state = case when moved is null then k.state else target end,
        changed_at = case when moved is null then k.changed_at else now_at end
    where k.task_id = p_task;
    if moved is not null then
        insert into tasker.transitions (task_id, at, path, queued) values (p_task, now_at, moved, ready);
    else
        insert into tasker.transitions (task_id, step_no, at, path) select p_task, q.step_no, now_at, '\x0102' from unnest(ready) as q(step_no);
    end if;
    if ready is not null then
        perform tasker.enqueue_steps(
            array_fill(p_task, array[cardinality(ready)]), ready, array_fill(t.template_id, array[cardinality(ready)]),
            array_fill(t.correlation_id, array[cardinality(ready)]), array_fill(t.priority::int, array[cardinality(ready)]));
        notify tasker_bell;
    end if;
end
$$;

-- fail_fast: workers that were given a place and have not begun give it back. One that is being claimed at this moment has begun.
create or replace function tasker.take_places_back(p_task uuid, p_worker int, now_at timestamptz) returns int[]
language plpgsql as $$
declare
    queued int[];
begin
    select array_agg(x.step_no order by x.step_no)
    into queued
    from (
        select s.step_no
        from tasker.steps s
        where s.task_id = p_task and s.template_step_no = p_worker and s.state = 2 and s.attempts = s.attempts_forgiven
        order by s.step_no
        for update skip locked
    ) x;
    if queued is not null then
        perform tasker.drop_step_messages(array_fill(p_task, array[cardinality(queued)]), queued);
        insert into tasker.transitions (task_id, step_no, at, path, detail)
        select p_task, q.step_no, now_at, '\x020601', '{"batch": "a failed worker stops those that have not begun"}'
        from unnest(queued) as q(step_no);
    end if;
    update tasker.steps s
    set state = 1, place = 2, waits = s.waits + 1, changed_at = case s.state when 2 then now_at else s.changed_at end
    where s.task_id = p_task and s.template_step_no = p_worker and s.place = 1
      and (s.step_no = any (queued) or s.state = 1 and s.attempts = s.attempts_forgiven);
    return queued;
end
$$;

-- What joins the workers waits for none that failed: their dependencies are taken away until they are brought back.
create or replace function tasker.let_join_go(p_task uuid, p_worker int) returns void
language sql as $$
    with gone as (
        delete from tasker.step_edges e
        using tasker.steps s
        where e.task_id = p_task and e.name = 'worker_to_convergence' and s.task_id = p_task and s.step_no = e.from_no
          and s.template_step_no = p_worker and s.state = 8
        returning e.to_no
    )
    update tasker.steps j
    set waits = j.waits - g.n
    from (select to_no, count(*)::int as n from gone group by to_no) g
    where j.task_id = p_task and j.step_no = g.to_no
$$;

-- And it waits for those that were brought back, unless it has begun.
create or replace function tasker.tie_workers(p_task uuid, p_template int, p_worker int) returns void
language sql as $$
    with tied as (
        insert into tasker.step_edges (task_id, from_no, to_no, name)
        select p_task, s.step_no, j.step_no, 'worker_to_convergence'
        from tasker.steps s
        join tasker.template_edges te on te.template_id = p_template and te.from_no = p_worker
        join tasker.steps j on j.task_id = p_task and j.step_no = te.to_no and j.state = 1
        where s.task_id = p_task and s.template_step_no = p_worker and s.state between 1 and 6
        on conflict do nothing
        returning to_no
    )
    update tasker.steps j
    set waits = j.waits + x.n
    from (select to_no, count(*)::int as n from tied group by to_no) x
    where j.task_id = p_task and j.step_no = x.to_no
$$;

create or replace function tasker.batch_worker_moved() returns trigger
language plpgsql as $$
begin
    perform tasker.settle_batch(new.task_id, new.template_step_no, old.state in (7, 8, 10));
    return null;
end
$$;

-- Whatever ends a worker or brings one back (either path of the engine, a sweep, a person), its batch is settled in the same commit, after all
-- else that the transaction does. For all other steps the trigger costs the test of its condition.
drop trigger if exists batch_worker_moved on tasker.steps;
create constraint trigger batch_worker_moved
    after update of state on tasker.steps
    deferrable initially deferred
    for each row
    when (new.place is not null and old.state <> new.state and (old.state in (7, 8, 10) or new.state in (7, 8, 10)))
    execute function tasker.batch_worker_moved();

-- Batches with how their workers stand.
create or replace view tasker.batch_places as
select b.task_id, b.worker_no, b.parallelism, b.strategy,
    count(*)::int as workers,
    (count(*) filter (where s.place = 1 and s.state between 1 and 6))::int as places_taken,
    (count(*) filter (where s.place = 2 and s.state = 1))::int as waiting_for_a_place,
    (count(*) filter (where s.state = 3))::int as running,
    (count(*) filter (where s.state in (7, 10)))::int as ended_well,
    (count(*) filter (where s.state = 8))::int as failed,
    coalesce(sum(case when s.checkpoint ->> 'items_processed' ~ '^[0-9]{1,18}$' then (s.checkpoint ->> 'items_processed')::bigint end), 0)::bigint
        as items_processed
from tasker.batches b
join tasker.steps s on s.task_id = b.task_id and s.template_step_no = b.worker_no and s.place is not null
group by b.task_id, b.worker_no, b.parallelism, b.strategy;

-- Keeps what a handler says about where it is, if the attempt is still the node's: the number of rows is the answer. Times are the
-- database's; the list of earlier checkpoints keeps the newest `most`.
create or replace function tasker.save_checkpoint(
    p_node int, p_task uuid, p_step int, p_attempt smallint, p_cursor jsonb, p_items bigint, p_accumulated jsonb, p_yields boolean, most int)
returns setof jsonb
language sql as $$
    update tasker.steps s
    set checkpoint = jsonb_build_object(
        'cursor', p_cursor, 'items_processed', p_items, 'timestamp', clock_timestamp(), 'attempt', p_attempt, 'accumulated_results', p_accumulated,
        'count', coalesce((s.checkpoint ->> 'count')::bigint, 0) + 1,
        'yields', coalesce((s.checkpoint ->> 'yields')::bigint, 0) + p_yields::int,
        'history', (
            select jsonb_agg(h.entry order by h.nr)
            from (
                select e.entry, e.nr
                from jsonb_array_elements(coalesce(s.checkpoint -> 'history', '[]') || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
                    'cursor', case when pg_column_size(p_cursor) <= 1024 then p_cursor end, 'items_processed', p_items, 'timestamp', clock_timestamp(), 'attempt', p_attempt,
                    'yield', nullif(p_yields, false))))) with ordinality as e(entry, nr)
                order by e.nr desc
                limit most
            ) h))
    where s.task_id = p_task and s.step_no = p_step and s.state = 3 and s.attempts = p_attempt and s.lease_node = p_node
      and exists (select 1 from tasker.nodes n where n.node_id = p_node and n.lease_until > clock_timestamp())
    returning s.checkpoint
$$;

-- Running steps that say how far they are (batch workers, and whoever made a checkpoint or reported progress) and have not for `quiet`.
create or replace function tasker.stalled_steps(quiet interval) returns table (task_id uuid, step_no int, node_id int, last_sign timestamptz)
language sql stable as $$
    select s.task_id, s.step_no, s.lease_node, g.last_sign
    from tasker.tasks t
    join tasker.steps s on s.task_id = t.task_id and s.state = 3
    left join tasker.step_progress p on p.task_id = s.task_id and p.step_no = s.step_no and p.attempt = s.attempts
    cross join lateral (
        select greatest(s.changed_at, p.at, (s.checkpoint ->> 'timestamp')::timestamptz) as last_sign
    ) g
    where t.phase = 0 and t.steps_active > 0 and (s.place is not null or s.checkpoint is not null or p.task_id is not null)
      and g.last_sign < clock_timestamp() - quiet
$$;
