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
        new("B02", CheckPhase.Always, "no place of a batch stays empty while a worker waits for one, unless a failed worker stops the others", """
            select p.task_id, p.worker_no, p.parallelism, p.places_taken, p.waiting_for_a_place
            from tasker.batch_places p
            join tasker.tasks t on t.task_id = p.task_id
            where p.waiting_for_a_place > 0 and p.places_taken < p.parallelism and not (p.strategy = 2 and p.failed > 0)
              and t.state not in (9, 11, 12)
            """),
    ];
}
