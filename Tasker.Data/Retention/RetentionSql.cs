namespace Tasker.Data.Retention;

/// <summary>
/// What retention asks and does. It walks the tasks of one terminal phase by their index and never past the ids of the time in question:
/// an id is a UUIDv7, and what was made later cannot have ended before. So a run reads what it deletes and the few that took long.
/// </summary>
internal static class RetentionSql
{
    /// <summary>
    /// Tasks of phase $1 after task $2, at most $4 with about $5 steps together; of those, locks the ones that ended longer ago than $3, as
    /// far as nobody else holds them. A task in the investigation queue stays until it was decided. Locked rows are judged by their newest
    /// version, so a task that was brought back meanwhile is not among them.
    /// </summary>
    public const string Pick = """
        with looked as materialized (
            select w.task_id, w.ended
            from (
                select t.task_id, t.ended, sum(t.steps_total) over (order by t.task_id) - t.steps_total as before
                from (
                    select t.task_id, t.steps_total, coalesce(t.completed_at, t.changed_at) as ended
                    from tasker.tasks t
                    where t.phase = $1 and t.task_id > $2
                      and t.task_id < rpad(lpad(to_hex((extract(epoch from now() - $3::interval) * 1000)::bigint), 12, '0'), 32, '0')::uuid
                    order by t.task_id
                    limit $4
                ) t
            ) w
            where w.before < $5
        ), picked as materialized (
            select t.task_id
            from tasker.tasks t
            where t.task_id = any (array(select l.task_id from looked l where l.ended < now() - $3::interval))
              and t.phase = $1 and coalesce(t.completed_at, t.changed_at) < now() - $3::interval
              and not exists (select 1 from tasker.tasks_dlq d where d.task_id = t.task_id and d.resolution = 'pending')
            for update of t skip locked
        )
        select (select l.task_id from looked l order by l.task_id desc limit 1), (select count(*) from looked)::int, array(select p.task_id from picked p)
        """;

    /// <summary>Deletes what belongs to the tasks $1, and them last. Their locks are held, so nothing is added meanwhile.</summary>
    public static IReadOnlyList<string> Delete { get; } =
    [
        "delete from tasker.transitions h where h.task_id = any ($1)",
        "delete from tasker.step_edges e where e.task_id = any ($1)",
        "delete from tasker.steps s where s.task_id = any ($1)",
        "delete from tasker.step_progress g where g.task_id = any ($1)",
        "delete from tasker.batches b where b.task_id = any ($1)",
        """
        with gone as (
            delete from tasker.step_failures f where f.task_id = any ($1) returning f.cluster_id, f.is_open
        ), less as (
            select g.cluster_id, count(*)::int as n from gone g where g.is_open group by g.cluster_id
        )
        update tasker.failure_clusters k set open_count = k.open_count - l.n from less l where k.cluster_id = l.cluster_id
        """,
        "delete from tasker.tasks_dlq d where d.task_id = any ($1)",
        "delete from tasker.pauses p where p.task_id = any ($1)",
        "delete from tasker.step_payloads p where p.task_id = any ($1)",
        "delete from tasker.task_links l where l.task_id = any ($1)",
        "delete from tasker.tasks t where t.task_id = any ($1)",
    ];

    /// <summary>Archived messages of the engine's own queues that are older than $1, at most $2 of each queue.</summary>
    public const string PurgeArchives = "select tasker.purge_archives($1, $2)";
}
