-- What operators' acts ask besides 04_operators.sql. Re-applied whenever this file changes.

-- All steps of a task that depend on one of its steps, directly or not; without the step itself.
create or replace function tasker.step_descendants(task uuid, start int) returns setof int
language sql stable as $$
    with recursive walk(no) as (
        select e.to_no from tasker.task_edges e where e.task_id = task and e.from_no = start
        union
        select e.to_no from walk w join tasker.task_edges e on e.task_id = task and e.from_no = w.no
    )
    select w.no from walk w
$$;

-- When a blocked task is given up: its template says how long after it was blocked, or else the system does ($2: seconds, -1 for never).
-- Null: never.
create or replace function tasker.give_up_at(blocked_at timestamptz, template_seconds int, system_seconds int) returns timestamptz
language sql immutable parallel safe
return case
    when coalesce(template_seconds, system_seconds) >= 0 then blocked_at + make_interval(secs => coalesce(template_seconds, system_seconds))
end;
