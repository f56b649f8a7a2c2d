-- Functions that the hot statements of Tasker.Data call. Re-applied whenever this file changes.

-- A step's id is its task's id with the step's number plus one in the last 24 bits (see Tasker.Data/Workflow/Ids.cs).
create or replace function tasker.step_uuid(task_id uuid, step_no int) returns uuid
language sql immutable strict parallel safe
return (left(task_id::text, 30) || lpad(to_hex(step_no + 1), 6, '0'))::uuid;

create or replace function tasker.step_no(step_uuid uuid) returns int
language sql immutable strict parallel safe
return ('x' || right(step_uuid::text, 6))::bit(24)::int - 1;

create or replace function tasker.task_of(step_uuid uuid) returns uuid
language sql immutable strict parallel safe
return (left(step_uuid::text, 30) || '000000')::uuid;

create or replace function tasker.task_state_name(state int) returns text
language sql immutable strict parallel safe
return (array['pending', 'initializing', 'enqueuing_steps', 'steps_in_process', 'evaluating_results', 'waiting_for_dependencies',
    'waiting_for_retry', 'blocked_by_failures', 'complete', 'error', 'cancelled', 'resolved_manually'])[state];

create or replace function tasker.step_state_name(state int) returns text
language sql immutable strict parallel safe
return (array['pending', 'enqueued', 'in_progress', 'enqueued_for_orchestration', 'enqueued_as_error_for_orchestration',
    'waiting_for_retry', 'complete', 'error', 'cancelled', 'resolved_manually'])[state];

-- Not strict, so that the planner can inline it; so is the next.
-- Where a task rests after its steps moved: the decision of Tasker.Runtime's TaskOutcome over the same counters.
create or replace function tasker.task_target(steps_left int, steps_active int, steps_waiting int, steps_failed int, stop boolean) returns smallint
language sql immutable parallel safe
return case
    when steps_left = 0 then 9
    when steps_active > 0 then 4
    when stop and steps_failed > 0 then 8
    when steps_waiting > 0 then 7
    when steps_failed > 0 then 8
    else 6
end::smallint;

-- The legal path by which a task gets from where it rests to where it will rest, one byte a state; null: it does not move.
-- A running task that has new ready steps passes through evaluation and enqueuing and comes back; one without does not move.
create or replace function tasker.task_path(was int, target int, readied int) returns bytea
language sql immutable parallel safe
return case
    when was = 4 and target = 4 then case when readied > 0 then '\x04050304'::bytea end
    when was = target then null
    -- Nothing of ours rests in these four; a restore or a hand in the database may leave a task there.
    when was = 1 then case target when 9 then '\x010203040509'::bytea when 8 then '\x010203040508' when 7 then '\x0102030407' when 6 then '\x010206' when 4 then '\x01020304' end
    when was = 2 then case target when 9 then '\x0203040509'::bytea when 8 then '\x0203040508' when 7 then '\x02030407' when 6 then '\x0206' when 4 then '\x020304' end
    when was = 3 then case target when 9 then '\x03040509'::bytea when 8 then '\x03040508' when 7 then '\x030407' when 6 then '\x03040506' when 4 then '\x0304' end
    when was = 5 then case target when 9 then '\x0509'::bytea when 8 then '\x0508' when 7 then '\x0507' when 6 then '\x0506' when 4 then '\x050304' end
    when was = 4 then case target when 9 then '\x040509'::bytea when 8 then '\x040508' when 7 then '\x0407' when 6 then '\x040506' end
    when was = 6 then case target when 9 then '\x060509'::bytea when 8 then '\x060508' when 7 then '\x060507' when 4 then '\x06050304' end
    when was = 7 then case target when 9 then '\x0703040509'::bytea when 8 then '\x0703040508' when 6 then '\x0703040506' when 4 then '\x070304' end
    when was = 8 then case target when 9 then '\x080509'::bytea when 7 then '\x080507' when 6 then '\x080506' when 4 then '\x08050304' end
    when was = 10 then case target when 9 then '\x0a010209'::bytea when 7 then '\x0a0102030407' when 6 then '\x0a010206' when 4 then '\x0a01020304' end
end;

-- Ends a statement that would half happen: some of the steps it decided about were changed by somebody who does not hold their task.
-- Reported as a serialization failure, so that the caller repeats it whole.
create or replace function tasker.require_all(decided bigint, done bigint) returns int
language plpgsql as $$
begin
    if decided <> done then
        raise exception 'moved % of % steps', done, decided using errcode = 'serialization_failure';
    end if;
    return done;
end
$$;

-- Puts steps into their namespaces' queues. Called inside the statement that made them ready, so state and message commit together.
-- Without the parameter of priorities it was another function.
drop function if exists tasker.enqueue_steps(uuid[], int[], int[], uuid[]);

create or replace function tasker.enqueue_steps(
    task_ids uuid[], step_nos int[], template_ids int[], correlations uuid[], priorities int[]) returns int
language plpgsql as $$
declare
    target record;
    sent int := 0;
    n int;
begin
    for target in
        select 'q_worker_' || lower(ns.name) || '_queue' as queue, array_agg(i.ord) as picks
        from unnest(template_ids) with ordinality as i(template_id, ord)
        join tasker.templates tp on tp.template_id = i.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        group by 1
    loop
        execute format($q$
            insert into pgmq.%I (vt, message)
            select tasker.queue_rank(clock_timestamp(), ($5)[p]), jsonb_build_object(
                'task_uuid', ($1)[p], 'step_uuid', tasker.step_uuid(($1)[p], ($2)[p]), 'correlation_id', ($3)[p])
            from unnest($4) as p
            $q$, target.queue)
        using task_ids, step_nos, correlations, target.picks, priorities;
        get diagnostics n = row_count;
        sent := sent + n;
    end loop;
    return sent;
end
$$;

-- Two namespaces that differ in case only would share a queue.
create unique index if not exists ux_namespaces_queue on tasker.namespaces (lower(name));
