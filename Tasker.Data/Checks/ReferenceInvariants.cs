namespace Tasker.Data.Checks;

/// <summary>What points to something points to something that exists. The hot tables have no foreign keys: these checks stand in.</summary>
internal static class ReferenceInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I02", CheckPhase.Always, "one identity, one task", """
            select encode(t.identity_hash, 'hex') as identity, count(*) as tasks
            from tasker.tasks t
            where t.identity_hash is not null
            group by t.identity_hash
            having count(*) > 1
            """),
        new("I06", CheckPhase.Always, "tasks, steps, dependencies, history and messages belong to things that exist", """
            select 'task without template' as what, t.task_id, null::int as step_no
            from tasker.tasks t
            where not exists (select 1 from tasker.templates tp where tp.template_id = t.template_id)
            union all
            select 'step without task', s.task_id, s.step_no
            from tasker.steps s
            where not exists (select 1 from tasker.tasks t where t.task_id = s.task_id)
            union all
            select 'step without template step', s.task_id, s.step_no
            from tasker.steps s
            join tasker.tasks t on t.task_id = s.task_id
            join tasker.templates tp on tp.template_id = t.template_id
            left join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = s.template_step_no
            where ts.step_no is null
            union all
            select 'dependency without step', e.task_id, e.from_no
            from tasker.step_edges e
            left join tasker.steps f on f.task_id = e.task_id and f.step_no = e.from_no
            left join tasker.steps t on t.task_id = e.task_id and t.step_no = e.to_no
            where f.task_id is null or t.task_id is null
            union all
            select 'history without task', r.task_id, r.step_no
            from tasker.moves r
            where not exists (select 1 from tasker.tasks t where t.task_id = r.task_id)
            union all
            select 'history without step', r.task_id, r.step_no
            from tasker.moves r
            join tasker.tasks t on t.task_id = r.task_id
            left join tasker.steps s on s.task_id = r.task_id and s.step_no = r.step_no
            where r.step_no is not null and s.task_id is null
            union all
            select 'message without task in ' || m.queue, m.task_id, m.step_no
            from tasker.live_messages() m
            left join tasker.tasks t on t.task_id = m.task_id
            where t.task_id is null and m.queue <> 'orchestration_task_requests'
            union all
            select 'message without step in ' || m.queue, m.task_id, m.step_no
            from tasker.live_messages() m
            join tasker.tasks t on t.task_id = m.task_id
            left join tasker.steps s on s.task_id = m.task_id and s.step_no = m.step_no
            where s.task_id is null and m.queue not in ('orchestration_task_requests', 'orchestration_task_finalizations')
            """),
        new("I07", CheckPhase.Always, "a step has exactly one queue message while it is enqueued, and none otherwise", """
            select s.task_id, s.step_no, tasker.step_state_name(s.state) as state, coalesce(m.messages, 0) as messages
            from tasker.steps s
            left join (
                select l.task_id, l.step_no, count(*) as messages
                from tasker.live_messages() l
                where l.queue like 'worker\_%'
                group by l.task_id, l.step_no
            ) m on m.task_id = s.task_id and m.step_no = s.step_no
            where coalesce(m.messages, 0) <> (s.state = 2)::int
            """),
        new("I18", CheckPhase.Always, "the steps of a task have different names", """
            select s.task_id, coalesce(s.name, ts.name) as name, count(*) as steps
            from tasker.steps s
            join tasker.tasks t on t.task_id = s.task_id
            join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = s.template_step_no
            group by s.task_id, coalesce(s.name, ts.name)
            having count(*) > 1
            """),
        new("I23", CheckPhase.Always, "a step has a lease exactly while it is in progress, and the lease is a node's", """
            select s.task_id, s.step_no, tasker.step_state_name(s.state) as state, s.lease_node
            from tasker.steps s
            left join tasker.nodes n on n.node_id = s.lease_node
            where (s.state = 3) <> (s.lease_node is not null) or (s.lease_node is not null and n.node_id is null)
            """),
    ];
}
