-- A database from before history was packed has these views with other column types, which "create or replace" cannot change.
do $$
begin
    if exists (
        select 1 from pg_attribute a where a.attrelid = to_regclass('tasker.task_transitions') and a.attname = 'actor' and a.atttypmod <> -1)
    then
        drop view if exists tasker.step_attempts, tasker.step_transitions, tasker.task_transitions cascade;
    end if;
end
$$;

-- What happened to each task and step, one row per entity and commit. The table's rows are denser: a row may carry, beside its own move,
-- the move of its task (task_path) and the steps that its commit queued (from pending) and claimed (from pending, first attempt).
-- Rows of one number belong to one task and one commit; each entity has at most one of them, "part" tells them apart.
create or replace view tasker.moves as
select t.seq, e.part, t.xid, t.task_id, e.step_no, t.at, e.path, e.attempt, t.node_id, e.elapsed_us, e.actor, e.detail
from tasker.transitions t
cross join lateral (
    select 0 as part, t.step_no, t.path, t.attempt, t.elapsed_us, t.actor, t.detail
    union all
    select 1, null, t.task_path, null, null, t.actor, null where t.task_path is not null
    union all
    select 1 + q.nr::int, q.step_no, '\x0102'::bytea, null, null, null, null from unnest(t.queued) with ordinality as q(step_no, nr)
    union all
    select 1 + coalesce(cardinality(t.queued), 0) + c.nr::int, c.step_no, '\x010203'::bytea, 1::smallint, null, null, null
    from unnest(t.claimed) with ordinality as c(step_no, nr)
) e;

-- History with one row per move, current states with their names: what people and the checker read.
create or replace view tasker.task_transitions as
select t.seq, n.ordinality::int as hop, t.task_id,
    tasker.task_state_name(nullif(get_byte(t.path, n.ordinality::int - 1), 0)) as from_state,
    tasker.task_state_name(get_byte(t.path, n.ordinality::int)) as to_state,
    nullif(get_byte(t.path, n.ordinality::int - 1), 0) as from_no,
    get_byte(t.path, n.ordinality::int) as to_no,
    t.at, t.node_id, t.actor, t.detail
from tasker.moves t
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
    t.at,
    -- Getting into progress and what ends it belong to the attempt; the ways before and between do not, though they may share its row.
    case when get_byte(t.path, n.ordinality::int) = 3 or get_byte(t.path, n.ordinality::int - 1) in (3, 4, 5) then t.attempt end,
    t.node_id, t.elapsed_us, t.actor, t.detail
from tasker.moves t
cross join lateral generate_series(1, length(t.path) - 1) with ordinality as n(i, ordinality)
where t.step_no is not null;

-- One row per execution, from the moves that begin and end it: number, lease holder, times, outcome. It ends when its result is stored; what
-- was decided about it, perhaps by another node and later, is the outcome.
create or replace view tasker.step_attempts as
with moves as not materialized (
    select t.seq, t.task_id, t.step_no, t.attempt, t.node_id, t.at, t.path, t.elapsed_us, t.detail,
        position('\x03'::bytea in substr(t.path, 2)) > 0 as begins
    from tasker.moves t
    where t.step_no is not null and t.attempt is not null
)
select b.task_id, b.step_no, b.attempt, b.node_id, b.at as started_at, e.at as ended_at, e.elapsed_us,
    tasker.step_state_name(get_byte(e.path, length(e.path) - 1)) as outcome, e.detail as failure
from moves b
left join lateral (
    select min(m.at) as at, max(m.elapsed_us) as elapsed_us, (array_agg(m.path order by m.seq desc))[1] as path,
        (array_agg(m.detail order by m.seq desc) filter (where m.detail is not null))[1] as detail
    from moves m
    where m.task_id = b.task_id and m.step_no = b.step_no and m.attempt = b.attempt and not m.begins
) e on true
where b.begins;

-- R§1.4: one row per result that reached the orchestrator, with worker, correlation, success and duration.
create or replace view tasker.step_result_audit as
select t.seq, t.task_id, t.step_no, t.at as recorded_at, t.node_id as worker_node, k.correlation_id,
    position('\x04'::bytea in t.path) > 1 as success, t.elapsed_us / 1000.0 as execution_time_ms, t.attempt
from tasker.moves t
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
