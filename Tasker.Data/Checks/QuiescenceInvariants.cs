namespace Tasker.Data.Checks;

/// <summary>When nothing happens any more, nothing is left to happen.</summary>
internal static class QuiescenceInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I03", CheckPhase.Quiescent, "every task has ended or is blocked by a failed step", """
            select t.task_id, tasker.task_state_name(t.state) as state
            from tasker.tasks t
            where t.state not in (9, 10, 11, 12)
              and not (t.state = 8 and exists (select 1 from tasker.steps s where s.task_id = t.task_id and s.state = 8))
            """),
        new("I04", CheckPhase.Quiescent, "no step is on its way", """
            select s.task_id, s.step_no, tasker.step_state_name(s.state) as state from tasker.steps s where s.state in (2, 3, 4, 5, 6)
            """),
        new("I05", CheckPhase.Quiescent, "the queues are empty", """
            select m.queue, m.msg_id, m.task_id, m.step_no from tasker.live_messages() m
            """),
    ];
}
