namespace Tasker.Data.Checks;

/// <summary>Template versions are whole and without cycles.</summary>
internal static class TemplateInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("T01", CheckPhase.Always, "a template version counts its initial steps and its roots right", """
            select t.template_id, t.initial_steps, t.root_steps, count(s.step_no) as steps, count(s.step_no) filter (where s.waits = 0) as roots
            from tasker.templates t
            left join tasker.template_steps s on s.template_id = t.template_id and s.is_initial
            group by t.template_id, t.initial_steps, t.root_steps
            having t.initial_steps <> count(s.step_no) or t.root_steps <> count(s.step_no) filter (where s.waits = 0)
            """),
        new("T02", CheckPhase.Always, "an initial step of a template waits for as many parents as it has among the initial steps", """
            select s.template_id, s.step_no, s.waits, count(p.step_no) as parents
            from tasker.template_steps s
            left join tasker.template_edges e on e.template_id = s.template_id and e.to_no = s.step_no and e.from_no <> e.to_no
            left join tasker.template_steps p on p.template_id = e.template_id and p.step_no = e.from_no and p.is_initial
            where s.is_initial
            group by s.template_id, s.step_no, s.waits
            having s.waits <> count(p.step_no)
            """),
        new("T03", CheckPhase.Always, "the source of a template version is the one that was published", """
            select t.template_id, t.name, t.version
            from tasker.templates t
            where t.source_hash <> sha256(convert_to(t.source, 'UTF8'))
            """),
        new("T04", CheckPhase.Always, "every namespace with templates has its queue", """
            select n.namespace_id, n.name
            from tasker.namespaces n
            where exists (select 1 from tasker.templates t where t.namespace_id = n.namespace_id)
              and to_regclass(format('pgmq.%I', 'q_worker_' || lower(n.name) || '_queue')) is null
            """),
        new("I16", CheckPhase.Always, "no step depends on itself", """
            select 'template' as kind, e.template_id::text as id, e.from_no from tasker.template_edges e where e.from_no = e.to_no
            union all
            select 'task', e.task_id::text, e.from_no from tasker.step_edges e where e.from_no = e.to_no
            """),
        // Levels that rise along every edge prove that a template has no cycle. Edges made at run time are walked from where they begin.
        new("I17", CheckPhase.Always, "dependencies have no cycle", """
            with recursive walk(task_id, root, node) as (
                select d.task_id, d.from_no, d.to_no from tasker.step_edges d where d.from_no <> d.to_no
                union
                select w.task_id, w.root, e.to_no
                from walk w
                join (select x.* from tasker.task_edges x where x.task_id in (select d.task_id from tasker.step_edges d)) e
                    on e.task_id = w.task_id and e.from_no = w.node
                where w.node <> w.root
            )
            select 'template' as kind, e.template_id::text as id, e.from_no, e.to_no
            from tasker.template_edges e
            join tasker.template_steps f on f.template_id = e.template_id and f.step_no = e.from_no
            join tasker.template_steps t on t.template_id = e.template_id and t.step_no = e.to_no
            where e.from_no <> e.to_no and f.level >= t.level
            union all
            select 'task', w.task_id::text, w.root, w.node from walk w where w.node = w.root
            """),
    ];
}
