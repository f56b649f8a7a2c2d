-- Dead letters: entries of tasks that need a person (R§1.5, R§1.6, R§10.1). Re-applied whenever this file changes.

-- A UUIDv7 of a time: entries sort by it.
create or replace function tasker.uuid_at(at timestamptz) returns uuid
language sql volatile parallel safe
return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;

-- Text for an entry: at most so many characters, without what looks like a secret.
create or replace function tasker.scrub(words text, most int) returns text
language sql immutable parallel safe
return regexp_replace(
    regexp_replace(
        regexp_replace(
            left(words, most) || case when length(words) > most then '…' else '' end,
            '\m(bearer|basic)\s+[A-Za-z0-9+/=._~-]+', '\1 [removed]', 'gi'),
        '((?:passwords?|passwd|pwd|secrets?|tokens?|api[_-]?keys?|access[_-]?keys?|credentials?)["'']?\s*[:=]\s*)("[^"]*"?|''[^'']*''?|[^\s,;&"'']+)',
        '\1[removed]', 'gi'),
    '(://[^/\s:@]*:)[^@\s/]+@', '\1[removed]@', 'g');

-- A stored failure, bounded and scrubbed.
create or replace function tasker.failure_brief(failure jsonb) returns jsonb
language sql immutable parallel safe
return case when failure is not null then jsonb_strip_nulls(jsonb_build_object(
    'error_type', left(failure ->> 'error_type', 128), 'code', left(failure ->> 'code', 128), 'category', left(failure ->> 'category', 64),
    'final_because', left(failure ->> 'final_because', 64), 'status_code', failure -> 'status_code', 'attempt', failure -> 'attempt',
    'message', tasker.scrub(failure ->> 'message', 2000), 'stack', tasker.scrub(failure ->> 'stack', 2000))) end;

create or replace function tasker.state_path(path bytea, of_step boolean) returns jsonb
language sql immutable parallel safe
return (
    select jsonb_agg(case when of_step then tasker.step_state_name(get_byte(path, i)) else tasker.task_state_name(nullif(get_byte(path, i), 0)) end order by i)
    from generate_series(0, length(path) - 1) i);

-- A task as it is: itself, steps, moves and errors. Bounded: at most 200 steps (failed ones first, then those under way), the newest 200 moves
-- and 20 errors; "omitted" counts the rest. Payloads (context, inputs, results, checkpoints) are left out: they stay with the task, which
-- stays as long as its entry is pending, and they are where secrets are.
create or replace function tasker.task_snapshot(task uuid) returns jsonb
language sql stable as $$
    with step as materialized (
        select s.step_no, s.state, coalesce(s.name, ts.name) as name, ts.callable, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable,
            s.waits, s.lease_node, s.changed_at, s.retry_at, s.failure,
            row_number() over (order by case s.state when 8 then 0 when 1 then 2 when 9 then 3 when 7 then 4 when 10 then 4 else 1 end, s.step_no) as rank
        from tasker.steps s
        join tasker.tasks k on k.task_id = s.task_id
        left join tasker.template_steps ts on ts.template_id = k.template_id and ts.step_no = s.template_step_no
        where s.task_id = task
    ), move as materialized (
        select m.step_no, m.at, m.path, m.attempt, m.node_id, m.actor, m.detail, row_number() over (order by m.seq desc, m.part desc) as rank
        from tasker.moves m
        where m.task_id = task
    ), error as materialized (
        select m.step_no, m.at, m.attempt, m.detail, row_number() over (order by m.rank) as rank
        from move m
        where m.step_no is not null and m.detail ? 'error_type'
    )
    select jsonb_build_object(
        'task', jsonb_build_object(
            'task_uuid', k.task_id, 'namespace', ns.name, 'name', tp.name, 'version', tp.version, 'state', tasker.task_state_name(k.state),
            'priority', k.priority, 'initiator', k.initiator, 'source_system', k.source_system, 'correlation_id', k.correlation_id,
            'requested_at', k.requested_at, 'created_at', k.created_at, 'changed_at', k.changed_at, 'steps_total', k.steps_total,
            'steps_left', k.steps_left, 'steps_active', k.steps_active, 'steps_waiting', k.steps_waiting, 'steps_failed', k.steps_failed),
        'steps', (
            select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'step_no', s.step_no, 'name', s.name, 'callable', s.callable, 'state', tasker.step_state_name(s.state), 'attempts', s.attempts,
                'forgiven', nullif(s.attempts_forgiven, 0), 'max_attempts', s.max_attempts, 'retryable', s.retryable, 'waits_for', nullif(s.waits, 0),
                'node', s.lease_node, 'changed_at', s.changed_at, 'retry_at', s.retry_at)) order by s.step_no), '[]')
            from step s where s.rank <= 200),
        'transitions', (
            select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'at', m.at, 'step_no', m.step_no, 'path', tasker.state_path(m.path, m.step_no is not null), 'attempt', m.attempt, 'node', m.node_id,
                'actor', m.actor, 'reason', tasker.scrub(coalesce(m.detail ->> 'reason', m.detail ->> 'healed'), 200))) order by m.rank), '[]')
            from move m where m.rank <= 200),
        'errors', (
            select coalesce(jsonb_agg(tasker.failure_brief(e.detail) || jsonb_build_object('step_no', e.step_no, 'at', e.at) order by e.rank), '[]')
            from error e where e.rank <= 20),
        'omitted', jsonb_build_object(
            'steps', (select count(*) from step s where s.rank > 200), 'transitions', (select count(*) from move m where m.rank > 200),
            'errors', (select count(*) from error e where e.rank > 20), 'payloads', true))
    from tasker.tasks k
    join tasker.templates tp on tp.template_id = k.template_id
    join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
    where k.task_id = task
$$;

-- Enters a task, unless it is pending already. Answers with the entry, null when nothing was entered.
create or replace function tasker.enter_dead_letter(task uuid, why text, cause jsonb) returns uuid
language plpgsql as $$
declare
    was smallint;
    image jsonb;
    made uuid;
    now_at constant timestamptz := clock_timestamp();
begin
    select t.state into was from tasker.tasks t where t.task_id = task;
    if not found or exists (select 1 from tasker.tasks_dlq d where d.task_id = task and d.resolution = 'pending') then
        return null;
    end if;

    begin
        image := tasker.task_snapshot(task);
    exception when others then
        -- The end of a step is committed together with its entry; a row that cannot be shown must not keep the step from ending.
        image := jsonb_build_object('incomplete', sqlerrm);
    end;

    insert into tasker.tasks_dlq (entry_id, task_id, original_state, reason, entered_at, resolution, cause, snapshot)
    values (tasker.uuid_at(now_at), task, was, why, now_at, 'pending', coalesce(cause, '{}'), coalesce(image, '{}'))
    on conflict (task_id) where resolution = 'pending' do nothing
    returning entry_id into made;
    return made;
end
$$;

-- Enters tasks for steps of them that ended in error because there was no further attempt, or no worker. One that was entered or decided since
-- the step failed is not entered again. Called in the transaction that ends the steps, while it holds their tasks. Reason 2 is
-- max_retries_exceeded, 4 worker_unavailable.
create or replace function tasker.enter_failed(task_ids uuid[], step_nos int[]) returns table (task_id uuid, reason smallint)
language plpgsql as $$
#variable_conflict use_column
declare
    f record;
begin
    for f in
        select distinct on (s.task_id) s.task_id, w.lost, jsonb_build_object(
            'step_no', s.step_no, 'step', coalesce(s.name, ts.name), 'callable', ts.callable, 'attempts', s.attempts - s.attempts_forgiven,
            'max_attempts', s.max_attempts, 'failed_at', s.changed_at, 'error', tasker.failure_brief(s.failure) - 'stack') as cause
        from (select distinct * from unnest(task_ids, step_nos) as i(task_id, step_no)) i
        join tasker.steps s on s.task_id = i.task_id and s.step_no = i.step_no and s.state = 8
        join tasker.tasks t on t.task_id = s.task_id
        left join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = s.template_step_no
        cross join lateral (select coalesce(s.failure ->> 'error_type' in ('worker_lost', 'handler_not_found'), false) as lost) w
        where (w.lost or s.failure ->> 'final_because' = 'AttemptsExhausted')
          and not exists (
            select 1 from tasker.tasks_dlq d
            where d.task_id = s.task_id and (d.resolution = 'pending' or d.entered_at >= s.changed_at or d.resolved_at >= s.changed_at))
        order by s.task_id, s.changed_at desc, s.step_no
    loop
        if tasker.enter_dead_letter(f.task_id, case when f.lost then 'worker_unavailable' else 'max_retries_exceeded' end, f.cause) is not null then
            task_id := f.task_id;
            reason := case when f.lost then 4 else 2 end;
            return next;
        end if;
    end loop;
end
$$;

create or replace function tasker.dead_letter_weight(reason text) returns int
language sql immutable parallel safe
return case reason
    when 'dependency_cycle_detected' then 1000 when 'max_retries_exceeded' then 500 when 'staleness_timeout' then 100 when 'worker_unavailable' then 50
    else 10 end;

-- The time from which an entry's score counts: score = minutes since then. It never changes, so the order of the queue is an index.
create or replace function tasker.dead_letter_rank(reason text, entered_at timestamptz) returns timestamptz
language sql immutable parallel safe
return entered_at - tasker.dead_letter_weight(reason) * interval '1 minute';

create index if not exists ix_tasks_dlq_rank on tasker.tasks_dlq (tasker.dead_letter_rank(reason, entered_at), entry_id) where resolution = 'pending';

-- R§1.6: one row per reason; a pending entry counts with the time it has waited.
create or replace view tasker.dlq_dashboard as
select r.reason, count(d.entry_id) as total,
    count(*) filter (where d.resolution = 'pending') as pending,
    count(*) filter (where d.resolution = 'manually_resolved') as manually_resolved,
    count(*) filter (where d.resolution = 'permanently_failed') as permanent_failures,
    count(*) filter (where d.resolution = 'cancelled') as cancelled,
    min(d.entered_at) as oldest, max(d.entered_at) as newest,
    avg(extract(epoch from coalesce(d.resolved_at, now()) - d.entered_at) / 60.0)::double precision as avg_resolution_minutes
from (values (1, 'staleness_timeout'), (2, 'max_retries_exceeded'), (3, 'dependency_cycle_detected'), (4, 'worker_unavailable'), (5, 'manual_dlq'))
    as r(no, reason)
left join tasker.tasks_dlq d on d.reason = r.reason
group by r.no, r.reason
order by r.no;

-- R§1.6: what is pending, the most urgent first.
create or replace view tasker.dlq_investigation_queue as
select d.entry_id, d.task_id, d.reason, d.entered_at, tasker.task_state_name(d.original_state) as original_state,
    d.snapshot -> 'task' ->> 'namespace' as namespace_name, d.snapshot -> 'task' ->> 'name' as task_name,
    extract(epoch from now() - d.entered_at)::double precision / 60 as minutes_in_dlq,
    tasker.dead_letter_weight(d.reason) + extract(epoch from now() - d.entered_at)::double precision / 60 as priority_score
from tasker.tasks_dlq d
where d.resolution = 'pending'
order by tasker.dead_letter_rank(d.reason, d.entered_at), d.entry_id;
