namespace Tasker.Data.Checks;

/// <summary>Counters equal the truth, nothing starts too early and nothing that is ready is forgotten.</summary>
internal static class ReadinessInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        // The rows of one commit share their time, so a child may start at the very time at which its last parent ended.
        new("I14", CheckPhase.Always, "no step starts before all of its parents ended well", """
            select e.task_id, e.from_no, e.to_no, started.at as started_at, ended.at as ended_at
            from tasker.task_edges e
            join (
                select r.task_id, r.step_no, min(r.at) as at
                from tasker.moves r
                where r.step_no is not null and position('\x03'::bytea in substr(r.path, 2)) > 0
                group by r.task_id, r.step_no
            ) started on started.task_id = e.task_id and started.step_no = e.to_no
            left join (
                select r.task_id, r.step_no, min(r.at) as at
                from tasker.moves r
                where r.step_no is not null and get_byte(r.path, length(r.path) - 1) in (7, 10)
                group by r.task_id, r.step_no
            ) ended on ended.task_id = e.task_id and ended.step_no = e.from_no
            where e.from_no <> e.to_no and (ended.at is null or ended.at > started.at)
            """),
        new("E08", CheckPhase.Always, "a step counts exactly its unfinished parents, and a place in its batch as one more while it needs one", """
            select s.task_id, s.step_no, s.waits, coalesce(p.unfinished, 0) as unfinished
            from tasker.steps s
            left join (
                select e.task_id, e.to_no, count(*) as unfinished
                from tasker.task_edges e
                join tasker.steps f on f.task_id = e.task_id and f.step_no = e.from_no
                where f.state not in (7, 10) and e.from_no <> e.to_no
                group by e.task_id, e.to_no
            ) p on p.task_id = s.task_id and p.to_no = s.step_no
            where s.waits <> coalesce(p.unfinished, 0) + coalesce((s.place = 2)::int, 0)
            """),
        new("E09", CheckPhase.Always, "a task counts its steps right", """
            select t.task_id, t.steps_total, t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed,
                s.total, s.unfinished, s.active, s.waiting, s.failed
            from tasker.tasks t
            left join (
                select x.task_id, count(*) as total, count(*) filter (where x.state not in (7, 10)) as unfinished,
                    count(*) filter (where x.state in (2, 3, 4, 5)) as active, count(*) filter (where x.state = 6) as waiting,
                    count(*) filter (where x.state = 8) as failed
                from tasker.steps x
                group by x.task_id
            ) s on s.task_id = t.task_id
            where (t.steps_total, t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed)
                is distinct from (coalesce(s.total, 0), coalesce(s.unfinished, 0), coalesce(s.active, 0), coalesce(s.waiting, 0), coalesce(s.failed, 0))
            """),
        new("E10", CheckPhase.Always, "a task rests where its counters say", """
            select t.task_id, tasker.task_state_name(t.state) as state, t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed
            from tasker.tasks t
            where t.state not in (9, 10, 11, 12)
              and t.state <> tasker.task_target(t.steps_left, t.steps_active, t.steps_waiting, t.steps_failed, t.stop_on_failure)
            """),
        new("E11", CheckPhase.Always, "a step that is ready goes out unless a failure of its task holds it back, and one that is not ready does not", """
            select s.task_id, s.step_no, tasker.step_state_name(s.state) as state, s.waits
            from tasker.steps s
            join tasker.tasks t on t.task_id = s.task_id
            where (s.state = 1 and s.waits = 0 and t.state not in (9, 10, 11, 12) and not (t.stop_on_failure and t.steps_failed > 0))
               or (s.state in (2, 3, 4, 5, 6) and s.waits > 0)
            """),
    ];
}
