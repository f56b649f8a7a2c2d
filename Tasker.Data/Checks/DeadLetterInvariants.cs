namespace Tasker.Data.Checks;

/// <summary>Who needs a person is entered, and what was decided says by whom.</summary>
internal static class DeadLetterInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("D01", CheckPhase.Always, "a dead letter that is pending names no decision, and a decided one names who and when", """
            select d.entry_id, d.task_id, d.resolution, d.resolved_by, d.resolved_at
            from tasker.tasks_dlq d
            where (d.resolution = 'pending') <> (d.resolved_at is null) or (d.resolution = 'pending') <> (d.resolved_by is null)
               or d.resolved_at < d.entered_at
            """),
        // Steps that failed before there were entries have none.
        new("D02", CheckPhase.Always, "a step that used up its attempts, or lost its worker for good, has a dead letter", """
            select s.task_id, s.step_no, s.changed_at, s.failure ->> 'error_type' as error_type
            from tasker.steps s
            where s.state = 8
              and (s.failure ->> 'final_because' = 'AttemptsExhausted'
                or s.failure ->> 'error_type' in ('worker_lost', 'handler_not_found') and s.failure ? 'final_because')
              and s.changed_at > (select h.applied_at from tasker.schema_scripts h where h.name = '13_dead_letters.sql')
              and not exists (
                select 1 from tasker.tasks_dlq d
                where d.task_id = s.task_id and (d.resolution = 'pending' or d.entered_at >= s.changed_at or d.resolved_at >= s.changed_at))
            """),
    ];
}
