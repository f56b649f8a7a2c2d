namespace Tasker.Data.Checks;

/// <summary>Clusters of failures agree with the steps in them.</summary>
internal static class FailureInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("E13", CheckPhase.Always, "a cluster of failures counts its open steps right, and has counted each of them", """
            select k.cluster_id, k.open_count, k.total, coalesce(f.open, 0) as open, f.times
            from tasker.failure_clusters k
            left join (
                select m.cluster_id, count(*) filter (where m.is_open) as open, sum(m.times) as times from tasker.step_failures m group by m.cluster_id
            ) f on f.cluster_id = k.cluster_id
            where k.open_count <> coalesce(f.open, 0) or k.total < coalesce(f.times, 0)
            """),
    ];
}
