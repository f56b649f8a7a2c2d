namespace Tasker.Data.Sweeps;

/// <summary>What a sweep asks and does. It walks the open tasks by their index, never those that have ended.</summary>
internal static class SweepSql
{
    /// <summary>
    /// Looks at the open tasks after ($1 phase, $2 task id), at most $3 of them with about $4 steps together, for what has been stuck
    /// for $5. One statement sees one snapshot, and every commit of the engine leaves all of this right, so whatever does not fit is
    /// damage and not work under way.
    /// </summary>
    public const string Look = """
        with slice as materialized (
            select w.*
            from (
                select t.*, sum(t.steps_total) over (order by t.phase, t.task_id) as running
                from (
                    select t.task_id, t.phase, t.template_id, t.state, t.priority, t.stop_on_failure, t.steps_total, t.steps_left, t.steps_active,
                        t.steps_waiting, t.steps_failed
                    from tasker.tasks t
                    where (t.phase, t.task_id) > ($1, $2) and t.phase <= 1
                    order by t.phase, t.task_id
                    limit $3
                ) t
            ) w
            where w.running - w.steps_total < $4
        ), step as materialized (
            select s.task_id, s.step_no, s.state, s.waits - coalesce((s.place = 2)::int, 0) as parents, s.waits, s.attempts > s.attempts_forgiven as tried, s.lease_node, s.changed_at, s.retry_at
            from slice t
            join tasker.steps s on s.task_id = t.task_id
        ), truth as materialized (
            select t.task_id, t.template_id, t.state, t.priority, t.stop_on_failure and coalesce(u.f, 0) > 0 as held,
                (t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed) is distinct from (u.l, u.a, u.w, u.f) as miscounted,
                tasker.task_target(u.l, u.a, u.w, u.f, t.stop_on_failure) as target, coalesce(u.ready, false) as ready
            from slice t
            left join (
                select s.task_id,
                    count(*) filter (where s.state not in (7, 10))::int as l,
                    count(*) filter (where s.state in (2, 3, 4, 5))::int as a,
                    count(*) filter (where s.state = 6)::int as w,
                    count(*) filter (where s.state = 8)::int as f,
                    bool_or(s.state = 1 and s.waits = 0) as ready
                from step s
                group by s.task_id
            ) u on u.task_id = t.task_id
        ), heads as materialized (
            select h.namespace_id, h.queue, h.head from tasker.queue_heads() h
        ), at as materialized (
            select clock_timestamp() - $5::interval as before
        )
        select 1 as kind, u.task_id, null::int as step_no, null::timestamptz as changed_at, null::int as node, null::text as queue
        from truth u
        where u.miscounted or (u.ready and not u.held) or u.state <> u.target
        union all
        select 2, s.task_id, s.step_no, null, null, null
        from truth u
        join step s on s.task_id = u.task_id and s.state = 1
        where u.target = 6
          and s.parents <> (
            select count(*)
            from tasker.task_edges e
            join tasker.steps f on f.task_id = e.task_id and f.step_no = e.from_no
            where e.task_id = s.task_id and e.to_no = s.step_no and e.from_no <> e.to_no and f.state not in (7, 10))
        union all
        select 3, s.task_id, s.step_no, s.changed_at, null, null
        from step s
        join truth u on u.task_id = s.task_id
        join tasker.templates tp on tp.template_id = u.template_id
        join heads h on h.namespace_id = tp.namespace_id
        cross join at
        where s.state = 2 and s.changed_at < at.before
          and (h.head is null or tasker.queue_rank(s.changed_at, u.priority - case when s.tried then 5 else 0 end) < h.head - interval '5 seconds')
          and not tasker.is_paused(u.task_id, u.template_id)
        union all
        select 4, s.task_id, s.step_no, s.changed_at, null, null
        from step s
        cross join at
        where s.state in (4, 5) and s.changed_at < at.before
          and s.changed_at < coalesce(
            (select r.enqueued_at - interval '5 seconds' from pgmq.q_orchestration_step_results r order by r.msg_id limit 1), 'infinity')
        union all
        select distinct 5, null::uuid, null::int, null::timestamptz, s.lease_node, null
        from step s
        cross join at
        left join tasker.nodes n on n.node_id = s.lease_node
        where s.state = 3 and (n.node_id is null or n.stopped_at is not null or n.lease_until < at.before)
        union all
        (select 6, s.task_id, s.step_no, null, null, null from step s cross join at where s.state = 6 and s.retry_at < at.before limit 1)
        union all
        select 8, null, null, null, null, h.queue from heads h
        union all
        (select 9, t.task_id, t.phase, null, null, null from slice t order by t.phase desc, t.task_id desc limit 1)
        """;

    /// <summary>Counts unfinished parents anew for steps ($2) of tasks ($1), which are locked.</summary>
    public const string CountParents = """
        with fixed as (
            update tasker.steps s
            set waits = p.n + coalesce((s.place = 2)::int, 0)
            from (
                select i.task_id, i.step_no, (
                    select count(*)::int
                    from tasker.task_edges e
                    join tasker.steps f on f.task_id = e.task_id and f.step_no = e.from_no
                    where e.task_id = i.task_id and e.to_no = i.step_no and e.from_no <> e.to_no and f.state not in (7, 10)) as n
                from unnest($1::uuid[], $2::int[]) as i(task_id, step_no)
            ) p
            where s.task_id = p.task_id and s.step_no = p.step_no and s.state = 1
              and s.waits <> p.n + coalesce((s.place = 2)::int, 0)
            returning 1
        )
        select count(*)::int from fixed
        """;

    /// <summary>
    /// Sends messages again for queued steps that have none: $1 node, $2 tasks, $3 steps, $4 since when they were queued, by which a
    /// step that was queued anew meanwhile is told apart.
    /// </summary>
    public const string ResendMessages = """
        with lost as materialized (
            select i.task_id, i.step_no, i.changed_at, clock_timestamp() as at
            from unnest($2::uuid[], $3::int[], $4::timestamptz[]) as i(task_id, step_no, changed_at)
            join tasker.steps s on s.task_id = i.task_id and s.step_no = i.step_no and s.state = 2 and s.changed_at = i.changed_at
            where (i.task_id, i.step_no) in (select w.task_id, w.step_no from tasker.without_message($2, $3) w)
        ), back as (
            update tasker.steps s
            set changed_at = l.at
            from lost l
            where s.task_id = l.task_id and s.step_no = l.step_no and s.state = 2 and s.changed_at = l.changed_at
            returning s.task_id, s.step_no, s.changed_at
        ), written as (
            insert into tasker.transitions (task_id, step_no, at, path, node_id, detail)
            select b.task_id, b.step_no, b.changed_at, '\x02060102', $1, jsonb_build_object('healed', 'its message was lost') from back b
        ), queued as materialized (
            select b.task_id, b.step_no, t.template_id, t.correlation_id, t.priority
            from back b
            join tasker.tasks t on t.task_id = b.task_id
        ), sent as (
            select tasker.enqueue_steps(array_agg(q.task_id), array_agg(q.step_no), array_agg(q.template_id), array_agg(q.correlation_id),
                array_agg(q.priority::int)) as n
            from queued q
            having count(*) > 0
        )
        select q.template_id from queued q where (select n from sent) > 0
        """;

    /// <summary>Sends results again that were handed over and whose message is gone: $1 tasks, $2 steps, $3 since when.</summary>
    public const string ResendResults = """
        with lost as materialized (
            select s.task_id, s.step_no, s.attempts
            from unnest($1::uuid[], $2::int[], $3::timestamptz[]) as i(task_id, step_no, changed_at)
            join tasker.steps s on s.task_id = i.task_id and s.step_no = i.step_no and s.state in (4, 5) and s.changed_at = i.changed_at
            where not exists (
                select 1 from pgmq.q_orchestration_step_results r
                where r.message ->> 'step_uuid' = tasker.step_uuid(i.task_id, i.step_no)::text)
        ), sent as (
            insert into pgmq.q_orchestration_step_results (vt, message)
            select clock_timestamp(),
                jsonb_build_object('task_uuid', l.task_id, 'step_uuid', tasker.step_uuid(l.task_id, l.step_no), 'attempt', l.attempts)
            from lost l
            returning 1
        )
        select count(*)::int from sent
        """;

    /// <summary>Walks a queue: $1 its name, $2 after which message, $3 how many, $4 how old a message must be to be stale.</summary>
    public const string Queue = "select s.last, s.archived, s.freed from tasker.sweep_queue($1, $2, $3, $4) s";
}
