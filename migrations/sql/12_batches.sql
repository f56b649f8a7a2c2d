-- Batches: places of workers, what a failed worker means, stalls. See docs/batches.md. Re-applied whenever this file changes.

-- Without its third parameter it is another function; and the edges of what joins workers stay as they are now.
drop function if exists tasker.settle_batch(uuid, int, boolean);
drop function if exists tasker.take_places_back(uuid, int, timestamptz);
drop function if exists tasker.let_join_go(uuid, int);
drop function if exists tasker.tie_workers(uuid, int, int);

-- Brings a batch in order after workers of it ended or were brought back: what a failed one means for the others, places, what may start. Runs
-- in the transaction that moved them, and decides from what is true then, so that it may be called any number of times.
create or replace function tasker.settle_batch(p_task uuid, p_worker int) returns void
language plpgsql as $$
declare
    t record;
    b record;
    -- What the strategy changes: steps, and the four counters of the task.
    d record;
    now_at timestamptz;
    failed int[];
    ready int[];
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

    -- Who ended gives the place back, and needs one again should somebody bring it back.
    update tasker.steps s
    set place = 2, waits = s.waits + 1
    where s.task_id = p_task and s.template_step_no = p_worker and s.place <> 2 and s.state in (7, 8, 10);

    select array_agg(s.step_no order by s.changed_at, s.step_no) into failed
    from tasker.steps s
    where s.task_id = p_task and s.template_step_no = p_worker and s.state = 8;
    if b.strategy = 2 and failed is not null then
        select * into d from tasker.stop_workers(p_task, p_worker, failed[1]);
    elsif b.strategy = 2 then
        select * into d from tasker.restart_workers(p_task, p_worker);
    elsif b.strategy = 3 and failed is not null and t.state <> 10 then
        select * into d from tasker.set_workers_aside(p_task, p_worker, failed, t.stop_on_failure);
    else
        select 0 as steps, 0 as n_left, 0 as n_active, 0 as n_waiting, 0 as n_failed into d;
    end if;

    now_at := clock_timestamp();
    if b.strategy <> 2 or failed is null then
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

    if t.state <> 10 and not (t.stop_on_failure and t.steps_failed + d.n_failed > 0) then
        with started as (
            update tasker.steps s
            set state = 2, changed_at = now_at
            where s.task_id = p_task and s.state = 1 and s.waits = 0
              -- What a failed worker held up under a policy that stops at failures is held up no more once it is set aside.
              and (t.stop_on_failure and d.n_failed < 0
                or s.template_step_no = p_worker
                or s.step_no in (select e.to_no from tasker.template_edges e where e.template_id = t.template_id and e.from_no = p_worker))
            returning s.step_no
        )
        select array_agg(x.step_no order by x.step_no) into ready from started x;
    end if;

    target := tasker.task_target(
        t.steps_left + d.n_left, t.steps_active + d.n_active + coalesce(cardinality(ready), 0), t.steps_waiting + d.n_waiting,
        t.steps_failed + d.n_failed, t.stop_on_failure);
    moved := case when t.state <> 10 then tasker.task_path(t.state, target, coalesce(cardinality(ready), 0)) end;
    if ready is null and d.steps = 0 and moved is null then
        return;
    end if;

    update tasker.tasks k
    set steps_left = t.steps_left + d.n_left,
        steps_active = t.steps_active + d.n_active + coalesce(cardinality(ready), 0),
        steps_waiting = t.steps_waiting + d.n_waiting,
        steps_failed = t.steps_failed + d.n_failed,
        state = case when moved is null then k.state else target end,
        changed_at = case when moved is null then k.changed_at else now_at end,
        completed_at = case when moved is null then k.completed_at when target = 9 then now_at end
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

-- What a move of a batch's own says in the history.
create or replace function tasker.batch_detail(what text, reason text) returns jsonb
language sql immutable parallel safe
return jsonb_build_object('batch', what, 'reason', reason);

-- fail_fast: all workers that have not ended are cancelled, those that run as well: their attempts end here, and what they still say is refused. A
-- success that was handed over counts. A claim or a hand-over that is under way goes first; they hold no task. One of them that holds several steps
-- of this batch in another order may deadlock with this: whichever the database ends is repeated whole, so that costs a second and loses nothing.
create or replace function tasker.stop_workers(p_task uuid, p_worker int, p_failed int)
returns table (steps int, n_left int, n_active int, n_waiting int, n_failed int)
language plpgsql as $$
declare
    now_at timestamptz;
    why jsonb;
    queued int[];
begin
    perform 1
    from tasker.steps s
    where s.task_id = p_task and s.template_step_no = p_worker and s.state in (1, 2, 3, 5, 6)
    order by s.step_no
    for update;
    now_at := clock_timestamp();
    select tasker.batch_detail('stopped', format('%s failed, and the batch is fail_fast; mend that one and this one starts again', d.name))
    into why
    from tasker.step_details d
    where d.task_id = p_task and d.step_no = p_failed;
    with hit as materialized (
        select s.step_no, s.state as was, s.attempts
        from tasker.steps s
        where s.task_id = p_task and s.template_step_no = p_worker and s.state in (1, 2, 3, 5, 6)
    ), stopped as (
        update tasker.steps s
        set state = 9, lease_node = null, retry_at = null, changed_at = now_at, place = 2, waits = s.waits + (s.place <> 2)::int
        from hit h
        where s.task_id = p_task and s.step_no = h.step_no
    ), written as (
        insert into tasker.transitions (task_id, step_no, at, path, attempt, detail)
        select p_task, h.step_no, now_at, set_byte('\x0009'::bytea, 0, h.was), case h.was when 3 then h.attempts end, why from hit h
    )
    select count(*), 0, -count(*) filter (where h.was in (2, 3, 5)), -count(*) filter (where h.was = 6), 0,
        array_agg(h.step_no order by h.step_no) filter (where h.was = 2)
    into steps, n_left, n_active, n_waiting, n_failed, queued
    from hit h;
    if queued is not null then
        perform tasker.drop_step_messages(array_fill(p_task, array[cardinality(queued)]), queued);
    end if;
    return next;
end
$$;

-- fail_fast, and no worker is in error any more: those that were stopped begin again, each where its checkpoint is. The attempts that they had
-- are forgiven, for it was not they that failed.
create or replace function tasker.restart_workers(p_task uuid, p_worker int)
returns table (steps int, n_left int, n_active int, n_waiting int, n_failed int)
language sql as $$
    with back as (
        update tasker.steps s
        set state = 1, changed_at = clock_timestamp(), attempts_forgiven = s.attempts
        where s.task_id = p_task and s.template_step_no = p_worker and s.state = 9
        returning s.step_no, s.changed_at
    ), written as (
        insert into tasker.transitions (task_id, step_no, at, path, detail)
        select p_task, k.step_no, k.changed_at, '\x0901', tasker.batch_detail('restarted', 'no worker of its batch is in error any more') from back k
    )
    select count(*)::int, 0, 0, 0, 0 from back
$$;

-- isolate: when no other worker is on its way any more, the ranges of those that failed are set aside. They are closed without a result and keep
-- inputs and failure, so that what joins the workers can start and is told of them. Until then a failed worker can be brought back. Under a policy
-- that stops the task at a failure they are set aside at once, because the others would not go on.
create or replace function tasker.set_workers_aside(p_task uuid, p_worker int, p_failed int[], at_once boolean)
returns table (steps int, n_left int, n_active int, n_waiting int, n_failed int)
language plpgsql as $$
declare
    now_at timestamptz := clock_timestamp();
begin
    if not at_once and exists (
        select 1 from tasker.steps s where s.task_id = p_task and s.template_step_no = p_worker and s.state between 1 and 6) then
        return query select 0, 0, 0, 0, 0;
        return;
    end if;

    update tasker.steps s
    set state = 10, changed_at = now_at
    where s.task_id = p_task and s.step_no = any (p_failed);
    insert into tasker.transitions (task_id, step_no, at, path, detail)
    select p_task, f.no, now_at, '\x080a', tasker.batch_detail('set_aside', 'its range is set aside: the batch isolates its failures')
    from unnest(p_failed) as f(no);
    update tasker.steps j
    set waits = j.waits - g.n
    from (
        select e.to_no, count(*)::int as n from tasker.step_edges e where e.task_id = p_task and e.from_no = any (p_failed) group by e.to_no
    ) g
    where j.task_id = p_task and j.step_no = g.to_no;
    return query select cardinality(p_failed), -cardinality(p_failed), 0, 0, -cardinality(p_failed);
end
$$;

create or replace function tasker.batch_worker_moved() returns trigger
language plpgsql as $$
begin
    perform tasker.settle_batch(new.task_id, new.template_step_no);
    return null;
end
$$;

-- Whatever ends a worker or brings one back (either path of the engine, a sweep, a person), its batch is settled in the same commit, after all
-- else that the transaction does. For all other steps the trigger costs the test of its condition.
-- Made once, for making it stops the engine; another condition needs another name.
do $$
begin
    if not exists (select 1 from pg_trigger where tgrelid = 'tasker.steps'::regclass and tgname = 'batch_worker_moved') then
        create constraint trigger batch_worker_moved
            after update of state on tasker.steps
            deferrable initially deferred
            for each row
            when (new.place is not null and old.state <> new.state and (old.state in (7, 8, 10) or new.state in (7, 8, 10)))
            execute function tasker.batch_worker_moved();
    end if;
end
$$;

create or replace function tasker.task_revived() returns trigger
language plpgsql as $$
begin
    perform tasker.settle_batch(b.task_id, b.worker_no) from tasker.batches b where b.task_id = new.task_id;
    return null;
end
$$;

-- While a task is given up its batches rest. What its workers came to in that time is settled when somebody brings the task back.
do $$
begin
    if not exists (select 1 from pg_trigger where tgrelid = 'tasker.tasks'::regclass and tgname = 'task_revived') then
        create constraint trigger task_revived
            after update of state on tasker.tasks
            deferrable initially deferred
            for each row
            when (old.state = 10 and new.state not in (9, 10, 11, 12))
            execute function tasker.task_revived();
    end if;
end
$$;

-- Batches with how their workers stand.
create or replace view tasker.batch_places as
select b.task_id, b.worker_no, b.parallelism, b.strategy,
    count(*)::int as workers,
    (count(*) filter (where s.place = 1 and s.state between 1 and 6))::int as places_taken,
    (count(*) filter (where s.place = 2 and s.state = 1))::int as waiting_for_a_place,
    (count(*) filter (where s.state = 3))::int as running,
    (count(*) filter (where s.state = 7 or s.state = 10 and (s.result is not null or s.failure is null)))::int as ended_well,
    (count(*) filter (where s.state = 8))::int as failed,
    coalesce(sum(case when s.checkpoint ->> 'items_processed' ~ '^[0-9]{1,18}$' then (s.checkpoint ->> 'items_processed')::bigint end), 0)::bigint
        as items_processed,
    (count(*) filter (where s.state = 9))::int as stopped,
    (count(*) filter (where s.state = 10 and s.result is null and s.failure is not null))::int as isolated
from tasker.batches b
join tasker.steps s on s.task_id = b.task_id and s.template_step_no = b.worker_no and s.place is not null
group by b.task_id, b.worker_no, b.parallelism, b.strategy;

-- Ranges of batches that will not be processed: their workers failed, and were set aside by the batch or given up by a person. What joins the
-- workers is told of them.
create or replace view tasker.isolated_ranges as
select s.task_id, s.template_step_no as worker_no, s.step_no, s.name, s.inputs -> 'cursor' as cursor, s.failure ->> 'error_type' as error_type,
    s.failure ->> 'message' as message, s.changed_at as set_aside_at
from tasker.batches b
join tasker.steps s on s.task_id = b.task_id and s.template_step_no = b.worker_no and s.place is not null
where s.state = 10 and s.result is null and s.failure is not null;

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
