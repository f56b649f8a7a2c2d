-- The end of one attempt that succeeded, for a writer with nothing to write together with it: what Tasker.Data/Flow/FlowSql.cs (Advance)
-- does for a batch, step by step and with the task locked. A statement for hundreds of ends has some seventy plan nodes, and to start
-- them takes longer than all the work of a single end. Re-applied whenever this file changes.
--
-- Answers with rows as FlowRow reads them. No row: nothing was done, because the end has lost its lease, or because the task is in a state
-- that only Advance knows how to go on from (failed, given up, paused, sent back by a person); the caller asks that one then.
create or replace function tasker.complete_step(
    p_node int, p_places int, p_task uuid, p_step int, p_attempt smallint, p_result jsonb, p_elapsed_us int)
returns table (
    kind int, task_id uuid, step_no int, state smallint, attempts smallint, forgiven smallint, max_attempts smallint, retryable boolean,
    template_step_no int, template_id int, inputs jsonb, checkpoint jsonb)
language plpgsql as $$
#variable_conflict use_column
declare
    t record;
    n record;
    now_at timestamptz;
    places int := p_places;
    claims int[];
    queues int[];
    readied int;
    target smallint;
    moved bytea;
begin
    select k.template_id, k.correlation_id, k.priority, k.state, k.stop_on_failure, k.steps_left, k.steps_active, k.steps_waiting, k.steps_failed
    into t
    from tasker.tasks k
    where k.task_id = p_task
      and k.resets is null
      and not exists (select 1 from tasker.pauses)
    for no key update;
    if not found or t.state <> 4 or (t.stop_on_failure and t.steps_failed > 0) then
        return;
    end if;

    -- Taken under the lock: who held it until now may have ended another parent of what this end sets free.
    now_at := clock_timestamp();
    task_id := p_task;
    template_id := t.template_id;
    update tasker.steps s
    set state = 7, result = coalesce(p_result, s.result), lease_node = null, changed_at = now_at
    where s.task_id = p_task and s.step_no = p_step and s.state = 3 and s.attempts = p_attempt and s.lease_node = p_node
      and exists (select 1 from tasker.nodes d where d.node_id = p_node and d.lease_until > clock_timestamp());
    if not found then
        return;
    end if;

    for n in
        select s.step_no, s.template_step_no, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable, s.inputs, s.checkpoint, e.edges,
            s.waits = e.edges and s.state = 1 as is_ready
        from (
            select x.to_no, count(*)::int as edges
            from (
                select te.to_no from tasker.template_edges te where te.template_id = t.template_id and te.from_no = p_step
                union all
                select de.to_no from tasker.step_edges de where de.task_id = p_task and de.from_no = p_step
            ) x
            group by x.to_no
        ) e
        join tasker.steps s on s.task_id = p_task and s.step_no = e.to_no
        order by s.step_no
    loop
        if not n.is_ready then
            update tasker.steps s set waits = s.waits - n.edges where s.task_id = p_task and s.step_no = n.step_no;
        elsif places = 0 then
            queues := queues || n.step_no;
            update tasker.steps s
            set waits = 0, state = 2, changed_at = now_at
            where s.task_id = p_task and s.step_no = n.step_no;
        else
            places := places - 1;
            update tasker.steps s
            set waits = 0, state = 3, attempts = s.attempts + 1, lease_node = p_node, changed_at = now_at
            where s.task_id = p_task and s.step_no = n.step_no;
            if n.attempts = 0 then
                claims := claims || n.step_no;
            else
                -- Tried before (a person reset it): its attempt has another number than the one that "claimed" stands for.
                insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id)
                values (p_task, n.step_no, now_at, '\x010203', n.attempts + 1, p_node);
            end if;

            kind := 2;
            step_no := n.step_no;
            state := 3;
            attempts := n.attempts + 1;
            forgiven := n.attempts_forgiven;
            max_attempts := n.max_attempts;
            retryable := n.retryable;
            template_step_no := n.template_step_no;
            inputs := n.inputs;
            checkpoint := n.checkpoint;
            return next;
        end if;
    end loop;

    if queues is not null then
        perform tasker.enqueue_steps(
            array_fill(p_task, array[cardinality(queues)]), queues, array_fill(t.template_id, array[cardinality(queues)]),
            array_fill(t.correlation_id, array[cardinality(queues)]), array_fill(t.priority::int, array[cardinality(queues)]));
        kind := 3;
        state := 2;
        foreach step_no in array queues loop
            return next;
        end loop;
    end if;

    readied := p_places - places + coalesce(cardinality(queues), 0);
    target := tasker.task_target(t.steps_left - 1, t.steps_active - 1 + readied, t.steps_waiting, t.steps_failed, t.stop_on_failure);
    moved := tasker.task_path(4, target, readied);
    update tasker.tasks k
    set steps_left = t.steps_left - 1,
        steps_active = t.steps_active - 1 + readied,
        state = target,
        changed_at = case when moved is null then k.changed_at else now_at end,
        completed_at = case when target = 9 then now_at end
    where k.task_id = p_task;
    insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us, task_path, queued, claimed)
    values (p_task, p_step, now_at, '\x030407', p_attempt, p_node, p_elapsed_us, moved, queues, claims);

    kind := 1;
    step_no := p_step;
    state := 7;
    return next;
    if moved is not null then
        kind := 4;
        step_no := -1;
        state := target;
        return next;
    end if;
end
$$;
