namespace Tasker.Data.Checks;

/// <summary>A batch has as many workers on their way as its parallelism allows, and no place stays empty.</summary>
internal static class BatchInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("B01", CheckPhase.Always, "no batch gives more places than its parallelism, and only workers with a place are on their way", """
            select b.task_id, b.worker_no, b.parallelism, count(*) filter (where s.place = 1 and s.state between 1 and 6) as taken,
                count(*) filter (where s.state between 2 and 6 and s.place is distinct from 1) as without
            from tasker.batches b
            join tasker.steps s on s.task_id = b.task_id and s.template_step_no = b.worker_no
            group by b.task_id, b.worker_no, b.parallelism
            having count(*) filter (where s.place = 1 and s.state between 1 and 6) > b.parallelism
                or count(*) filter (where s.state between 2 and 6 and s.place is distinct from 1) > 0
            """),
        new("B02", CheckPhase.Always, "no place of a batch stays empty while a worker waits for one", """
            select p.task_id, p.worker_no, p.parallelism, p.places_taken, p.waiting_for_a_place
            from tasker.batch_places p
            join tasker.tasks t on t.task_id = p.task_id
            where p.waiting_for_a_place > 0 and p.places_taken < p.parallelism
              and t.state not in (9, 11, 12)
            """),
        new("B03", CheckPhase.Always, "while a worker of a fail_fast batch is in error, the others have ended or are stopped, and else none is", """
            select s.task_id, s.step_no, tasker.step_state_name(s.state) as state, b.strategy, f.failed
            from tasker.batches b
            join tasker.tasks t on t.task_id = b.task_id and t.state not in (9, 11, 12)
            join tasker.steps s on s.task_id = b.task_id and s.template_step_no = b.worker_no and s.place is not null
            cross join lateral (
                select count(*) as failed from tasker.steps x where x.task_id = b.task_id and x.template_step_no = b.worker_no and x.state = 8
            ) f
            where s.state in (1, 2, 3, 5, 6) and b.strategy = 2 and f.failed > 0 or s.state = 9 and (b.strategy <> 2 or f.failed = 0)
            """),
        new("B04", CheckPhase.Always, "a batch that isolates failures has set them aside once none of its workers is on its way, and no other batch does", """
            select p.task_id, p.worker_no, null::int as step_no, p.failed
            from tasker.batch_places p
            join tasker.tasks t on t.task_id = p.task_id and t.state not in (9, 10, 11, 12)
            where p.strategy = 3 and p.failed > 0
              and (t.stop_on_failure or not exists (
                select 1 from tasker.steps s where s.task_id = p.task_id and s.template_step_no = p.worker_no and s.state between 1 and 6))
            union all
            select r.task_id, s.template_step_no, r.step_no, null
            from tasker.moves r
            join tasker.steps s on s.task_id = r.task_id and s.step_no = r.step_no
            left join tasker.batches b on b.task_id = s.task_id and b.worker_no = s.template_step_no
            where r.step_no is not null and r.path = '\x080a'::bytea and r.actor is null and b.strategy is distinct from 3
            """),
        new("B05", CheckPhase.Always, "only workers of batches are cancelled in a task that is not", """
            select s.task_id, s.step_no, tasker.task_state_name(t.state) as task_state
            from tasker.steps s
            join tasker.tasks t on t.task_id = s.task_id
            where s.state = 9 and s.place is null and t.state not in (11, 12)
            """),
    ];
}
