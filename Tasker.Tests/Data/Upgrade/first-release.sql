-- The functions, views and legal moves of the first release, word for word: migrations/sql/*.sql of commit 78b6536, in the order in which it
-- applied them, and its table of applied scripts. Its tables are those of the migration "Initial", which never changes.
-- Made with: for f in $(git ls-tree --name-only 78b6536 migrations/sql/); do git show 78b6536:$f; done
create table tasker.schema_scripts (
    name text primary key,
    hash text not null,
    applied_at timestamptz not null default clock_timestamp());
insert into tasker.schema_scripts (name, hash)
select n, 'of the first release'
from unnest(array['01_functions.sql', '02_queues.sql', '03_views.sql', '04_operators.sql', '05_checks.sql', 'legal_transitions.sql']) n;

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
    when was = 4 then case target when 9 then '\x040509'::bytea when 8 then '\x040508' when 7 then '\x0407' when 6 then '\x040506' end
    when was = 6 then case target when 9 then '\x060509'::bytea when 8 then '\x060508' when 7 then '\x060507' when 4 then '\x06050304' end
    when was = 7 then case target when 9 then '\x0703040509'::bytea when 8 then '\x0703040508' when 6 then '\x0703040506' when 4 then '\x070304' end
    when was = 8 then case target when 9 then '\x080509'::bytea when 7 then '\x080507' when 6 then '\x080506' when 4 then '\x08050304' end
    when was = 10 then case target when 9 then '\x0a010209'::bytea when 7 then '\x0a0102030407' when 6 then '\x0a010206' when 4 then '\x0a01020304' end
end;

-- Puts steps into their namespaces' queues. Called inside the statement that made them ready, so state and message commit together.
create or replace function tasker.enqueue_steps(task_ids uuid[], step_nos int[], template_ids int[], correlations uuid[]) returns int
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
            select clock_timestamp(), jsonb_build_object(
                'task_uuid', ($1)[p], 'step_uuid', tasker.step_uuid(($1)[p], ($2)[p]), 'correlation_id', ($3)[p])
            from unnest($4) as p
            $q$, target.queue)
        using task_ids, step_nos, correlations, target.picks;
        get diagnostics n = row_count;
        sent := sent + n;
    end loop;
    return sent;
end
$$;

-- Two namespaces that differ in case only would share a queue.
create unique index if not exists ux_namespaces_queue on tasker.namespaces (lower(name));

-- Namespaces whose queue holds a visible message: one call for all queues, so an idle node asks once and not once per queue.
create or replace function tasker.namespaces_with_work() returns text[]
language plpgsql stable as $$
declare
    ns record;
    found text[] := '{}';
    has boolean;
begin
    for ns in select n.name from tasker.namespaces n loop
        execute format('select exists (select 1 from pgmq.%I q where q.vt <= clock_timestamp())', 'q_worker_' || lower(ns.name) || '_queue') into has;
        if has then
            found := found || ns.name::text;
        end if;
    end loop;
    return found;
end
$$;

-- The queue's tables in PGMQ's shape (schema pgmq, q_<name> and a_<name>), so that any PGMQ client can look at them.
create schema if not exists pgmq;

create table if not exists pgmq.meta (
    queue_name varchar unique not null,
    is_partitioned boolean not null,
    is_unlogged boolean not null,
    created_at timestamptz not null default clock_timestamp()
);

create or replace function pgmq."create"(queue_name text) returns void
language plpgsql as $$
declare
    queue text := lower(queue_name);
begin
    if queue !~ '^[a-z0-9_]{1,47}$' then
        raise exception 'queue name % must be 1 to 47 characters of a-z, 0-9 and _', queue_name using errcode = '22023';
    end if;
    if exists (select 1 from pgmq.meta m where m.queue_name = queue) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('pgmq.create.' || queue));
    execute format($q$
        create table if not exists pgmq.%I (
            msg_id bigint primary key generated always as identity,
            read_ct int not null default 0,
            enqueued_at timestamptz not null default clock_timestamp(),
            vt timestamptz not null,
            message jsonb,
            headers jsonb
        ) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)
        $q$, 'q_' || queue);
    execute format($q$
        create table if not exists pgmq.%I (
            msg_id bigint primary key,
            read_ct int not null default 0,
            enqueued_at timestamptz not null default clock_timestamp(),
            archived_at timestamptz not null default clock_timestamp(),
            vt timestamptz not null,
            message jsonb,
            headers jsonb
        )
        $q$, 'a_' || queue);
    execute format('create index if not exists %I on pgmq.%I (archived_at)', 'archived_at_idx_' || queue, 'a_' || queue);
    insert into pgmq.meta (queue_name, is_partitioned, is_unlogged) values (queue, false, false) on conflict do nothing;
end
$$;

select pgmq."create"('orchestration_step_results');
select pgmq."create"('orchestration_task_requests');
select pgmq."create"('orchestration_task_finalizations');

-- History with one row per move, current states with their names: what people and the checker read.
create or replace view tasker.task_transitions as
select t.seq, n.ordinality::int as hop, t.task_id,
    tasker.task_state_name(nullif(get_byte(t.path, n.ordinality::int - 1), 0)) as from_state,
    tasker.task_state_name(get_byte(t.path, n.ordinality::int)) as to_state,
    nullif(get_byte(t.path, n.ordinality::int - 1), 0) as from_no,
    get_byte(t.path, n.ordinality::int) as to_no,
    t.at, t.node_id, t.actor, t.detail
from tasker.transitions t
cross join lateral generate_series(1, length(t.path) - 1) with ordinality as n(i, ordinality)
where t.step_no is null;

create or replace view tasker.step_transitions as
select 0::bigint as seq, 0 as hop, s.task_id, s.step_no, null::text as from_state, 'pending'::text as to_state,
    null::int as from_no, 1 as to_no, s.created_at as at, null::smallint as attempt, null::int as node_id, null::int as elapsed_us,
    null::varchar as actor, null::jsonb as detail
from tasker.steps s
union all
select t.seq, n.ordinality::int, t.task_id, t.step_no,
    tasker.step_state_name(get_byte(t.path, n.ordinality::int - 1)),
    tasker.step_state_name(get_byte(t.path, n.ordinality::int)),
    get_byte(t.path, n.ordinality::int - 1),
    get_byte(t.path, n.ordinality::int),
    t.at, t.attempt, t.node_id, t.elapsed_us, t.actor, t.detail
from tasker.transitions t
cross join lateral generate_series(1, length(t.path) - 1) with ordinality as n(i, ordinality)
where t.step_no is not null;

-- One row per execution, from the moves that begin and end it: number, lease holder, times, outcome.
create or replace view tasker.step_attempts as
with moves as not materialized (
    select t.seq, t.task_id, t.step_no, t.attempt, t.node_id, t.at, t.path, t.elapsed_us, t.detail,
        position('\x03'::bytea in substr(t.path, 2)) > 0 as begins
    from tasker.transitions t
    where t.step_no is not null and t.attempt is not null
)
select b.task_id, b.step_no, b.attempt, b.node_id, b.at as started_at, e.at as ended_at, e.elapsed_us,
    tasker.step_state_name(get_byte(e.path, length(e.path) - 1)) as outcome, e.detail as failure
from moves b
left join lateral (
    select m.at, m.elapsed_us, m.path, m.detail
    from moves m
    where m.task_id = b.task_id and m.step_no = b.step_no and m.attempt = b.attempt and not m.begins
    order by m.seq
    limit 1
) e on true
where b.begins;

-- R§1.4: one row per result that reached the orchestrator, with worker, correlation, success and duration.
create or replace view tasker.step_result_audit as
select t.seq, t.task_id, t.step_no, t.at as recorded_at, t.node_id as worker_node, k.correlation_id,
    position('\x04'::bytea in t.path) > 1 as success, t.elapsed_us / 1000.0 as execution_time_ms, t.attempt
from tasker.transitions t
join tasker.tasks k on k.task_id = t.task_id
where t.step_no is not null and get_byte(t.path, 0) = 3 and length(t.path) > 1 and get_byte(t.path, 1) in (4, 5);

-- Dependencies of tasks: the template's between steps that exist, and those made at run time.
create or replace view tasker.task_edges as
select k.task_id, e.from_no, e.to_no, 'provides'::varchar as name
from tasker.tasks k
join tasker.template_edges e on e.template_id = k.template_id
where exists (select 1 from tasker.steps s where s.task_id = k.task_id and s.step_no = e.from_no)
  and exists (select 1 from tasker.steps s where s.task_id = k.task_id and s.step_no = e.to_no)
union all
select d.task_id, d.from_no, d.to_no, d.name from tasker.step_edges d;

create or replace view tasker.step_details as
select s.task_id, s.step_no, tasker.step_uuid(s.task_id, s.step_no) as step_uuid, coalesce(s.name, ts.name) as name,
    tasker.step_state_name(s.state) as state_name, s.state, ts.callable, ts.level, s.attempts, s.attempts_forgiven, s.max_attempts,
    s.retryable, s.waits, s.lease_node, s.created_at, s.changed_at, s.retry_at
from tasker.steps s
join tasker.tasks k on k.task_id = s.task_id
join tasker.template_steps ts on ts.template_id = k.template_id and ts.step_no = s.template_step_no;

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
            where d.msg_id in (
                select q.msg_id from pgmq.%1$I q where q.message ->> 'step_uuid' = any ($1) for update skip locked)
            $q$, target.queue)
        using target.step_uuids;
        get diagnostics n = row_count;
        dropped := dropped + n;
    end loop;
    return dropped;
end
$$;

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

-- The legal moves of tasks and steps: what Tasker.Runtime/StateMachines declares (LegalTransitionsSqlTests compares both).
-- States are the numbers of TaskState and StepState, events the texts of EventNames.
truncate tasker.legal_task_transitions, tasker.legal_step_transitions;

insert into tasker.legal_task_transitions (from_state, event, to_state, operator_only) values
    (1, 'start', 2, false),
    (2, 'ready_steps_found', 3, false),
    (2, 'no_steps_found', 9, false),
    (2, 'no_dependencies_ready', 6, false),
    (3, 'steps_enqueued', 4, false),
    (3, 'enqueue_failed', 10, false),
    (4, 'step_completed', 5, false),
    (4, 'all_steps_completed', 5, false),
    (4, 'step_failed', 7, false),
    (4, 'complete', 9, false),
    (4, 'fail', 10, false),
    (4, 'timeout', 10, false),
    (5, 'all_steps_successful', 9, false),
    (5, 'ready_steps_found', 3, false),
    (5, 'no_dependencies_ready', 6, false),
    (5, 'step_failed', 7, false),
    (5, 'permanent_failure', 8, false),
    (6, 'dependencies_ready', 5, false),
    (6, 'timeout', 10, false),
    (7, 'retry_ready', 3, false),
    (7, 'dependencies_ready', 5, false),
    (7, 'timeout', 10, false),
    (8, 'dependencies_ready', 5, false),
    (8, 'give_up', 10, false),
    (8, 'manual_resolution', 12, true),
    (1, 'cancel', 11, true),
    (2, 'cancel', 11, true),
    (3, 'cancel', 11, true),
    (4, 'cancel', 11, true),
    (5, 'cancel', 11, true),
    (6, 'cancel', 11, true),
    (7, 'cancel', 11, true),
    (8, 'cancel', 11, true),
    (1, 'resolve_manually', 12, true),
    (2, 'resolve_manually', 12, true),
    (3, 'resolve_manually', 12, true),
    (4, 'resolve_manually', 12, true),
    (5, 'resolve_manually', 12, true),
    (6, 'resolve_manually', 12, true),
    (7, 'resolve_manually', 12, true),
    (8, 'resolve_manually', 12, true),
    (10, 'reset', 1, true),
    (10, 'resolve_manually', 12, true);
insert into tasker.legal_step_transitions (from_state, event, to_state, operator_only) values
    (1, 'enqueue', 2, false),
    (1, 'fail', 8, false),
    (1, 'wait_for_retry', 6, false),
    (2, 'start', 3, false),
    (2, 'fail', 8, false),
    (2, 'wait_for_retry', 6, false),
    (3, 'enqueue_for_orchestration', 4, false),
    (3, 'enqueue_as_error_for_orchestration', 5, false),
    (3, 'fail', 8, false),
    (3, 'wait_for_retry', 6, false),
    (4, 'complete', 7, false),
    (4, 'fail', 8, false),
    (5, 'fail', 8, false),
    (5, 'wait_for_retry', 6, false),
    (5, 'complete', 7, false),
    (6, 'retry', 1, false),
    (8, 'retry', 1, true),
    (8, 'reset_for_retry', 1, true),
    (1, 'cancel', 9, true),
    (2, 'cancel', 9, true),
    (3, 'cancel', 9, true),
    (4, 'cancel', 9, true),
    (5, 'cancel', 9, true),
    (6, 'cancel', 9, true),
    (8, 'cancel', 9, true),
    (1, 'complete_manually', 7, true),
    (2, 'complete_manually', 7, true),
    (3, 'complete_manually', 7, true),
    (4, 'complete_manually', 7, true),
    (5, 'complete_manually', 7, true),
    (6, 'complete_manually', 7, true),
    (8, 'complete_manually', 7, true),
    (1, 'resolve_manually', 10, true),
    (2, 'resolve_manually', 10, true),
    (3, 'resolve_manually', 10, true),
    (4, 'resolve_manually', 10, true),
    (5, 'resolve_manually', 10, true),
    (6, 'resolve_manually', 10, true),
    (8, 'resolve_manually', 10, true);

