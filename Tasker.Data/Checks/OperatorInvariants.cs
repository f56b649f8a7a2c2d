namespace Tasker.Data.Checks;

/// <summary>What people did is recorded, and what is recorded was done.</summary>
internal static class OperatorInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I30", CheckPhase.Always, "every move of a person has its command", """
            select r.task_id, r.step_no, r.seq, r.actor, r.at
            from tasker.moves r
            where r.actor is not null
              and not exists (
                select 1
                from tasker.operator_commands c
                where c.task_id = r.task_id and c.actor = r.actor and c.outcome = 'applied'
                  and (c.step_no is null or r.step_no is null or c.step_no = r.step_no or c.kind = 'step.retry_downstream')
                  and c.requested_at between r.at - interval '5 seconds' and r.at + interval '5 seconds')
            """),
        new("E12", CheckPhase.Always, "every command has one outcome, and an applied act on a step or a task is in its history", """
            select c.command_id, c.kind, c.task_id, c.step_no, c.outcome
            from tasker.operator_commands c
            where c.outcome not in ('applied', 'conflict', 'refused')
            union all
            select c.command_id, c.kind, c.task_id, c.step_no, c.outcome
            from tasker.operator_commands c
            join tasker.tasks t on t.task_id = c.task_id
            where c.outcome = 'applied'
              and c.kind in ('step.retry', 'step.retry_inputs', 'step.retry_downstream', 'step.fail', 'step.resolve', 'step.skip', 'step.complete',
                'task.cancel', 'task.resolve', 'task.retry_failed')
              and not exists (
                select 1
                from tasker.moves r
                where r.task_id = c.task_id and r.actor = c.actor and r.at = c.requested_at and (c.step_no is null or r.step_no = c.step_no))
            """),
        new("E14", CheckPhase.Always, "a value that a person replaced, and a task that was run again, name the command that did it", """
            select 'payload' as what, p.task_id, p.step_no, p.command_id
            from tasker.step_payloads p
            left join tasker.operator_commands c on c.command_id = p.command_id and c.task_id = p.task_id and c.outcome = 'applied'
            where c.command_id is null
            union all
            select 'link', l.task_id, null, l.command_id
            from tasker.task_links l
            left join tasker.operator_commands c on c.command_id = l.command_id and c.task_id = l.rerun_of and c.outcome = 'applied'
            left join tasker.tasks t on t.task_id = l.task_id
            where c.command_id is null or t.task_id is null
            """),
    ];
}
