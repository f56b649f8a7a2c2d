using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Failures;

/// <summary>Reads clusters and the steps in them, on the console's pool.</summary>
public sealed class FailureReads(TaskerDataSource data)
{
    private const string Columns = """
        k.cluster_id, k.fingerprint, ns.name, k.template_name, k.step_name, k.error_type, k.message, k.sample_task_id, k.sample_step_no, k.first_seen, k.last_seen,
        k.total, k.open_count, k.reopened, tasker.failure_status(k.status, k.status_until), k.status_by, k.status_reason, k.status_at, k.status_until
        """;

    private const string Filter = """
        ($1::text is null or tasker.failure_status(k.status, k.status_until) = $1)
          and ($2::text is null or lower(ns.name) = lower($2))
          and ($3::text is null or k.template_name = $3)
          and (not $4 or k.open_count > 0)
        """;

    private const string OlderSql = $"""
        select {Columns}
        from tasker.failure_clusters k
        join tasker.namespaces ns on ns.namespace_id = k.namespace_id
        where {Filter} and (k.last_seen, k.cluster_id) < ($5, $6)
        order by k.last_seen desc, k.cluster_id desc
        limit $7
        """;

    private const string NewerSql = $"""
        select {Columns}
        from tasker.failure_clusters k
        join tasker.namespaces ns on ns.namespace_id = k.namespace_id
        where {Filter} and (k.last_seen, k.cluster_id) > ($5, $6)
        order by k.last_seen, k.cluster_id
        limit $7
        """;

    private const string OneSql = $"""
        select {Columns}
        from tasker.failure_clusters k
        join tasker.namespaces ns on ns.namespace_id = k.namespace_id
        where k.cluster_id = $1
        """;

    private const string StepsSql = """
        select f.task_id, f.step_no, tasker.step_state_name(s.state), tasker.task_state_name(t.state), f.attempt, f.times, f.failed_at, f.is_open
        from (
            select f.*
            from tasker.step_failures f
            where f.cluster_id = $1 and (f.task_id, f.step_no) > ($2, $3) and (not $4 or f.is_open)
            order by f.task_id, f.step_no
            limit $5
        ) f
        left join tasker.steps s on s.task_id = f.task_id and s.step_no = f.step_no
        left join tasker.tasks t on t.task_id = f.task_id
        order by f.task_id, f.step_no
        """;

    /// <summary>Clusters by their last failure, the newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="lastSeen">With <paramref name="id"/> the place in the list at which to go on.</param>
    /// <param name="id">The cluster at that place.</param>
    /// <param name="newer">True: from there to newer ones, the oldest of these first.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public Task<List<FailureCluster>> ListAsync(ClusterQuery query, DateTimeOffset lastSeen, int id, bool newer, int rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Rows.ListAsync(
            data.Console, newer ? NewerSql : OlderSql,
            [
                Rows.Maybe(query.Status, NpgsqlDbType.Text), Rows.Maybe(query.Namespace, NpgsqlDbType.Text), Rows.Maybe(query.Template, NpgsqlDbType.Text),
                Rows.Value(query.OnlyOpen), Rows.Value(lastSeen.UtcDateTime), Rows.Value(id), Rows.Value(rows),
            ],
            Cluster, ct);
    }

    /// <summary>One cluster; null when there is none.</summary>
    public Task<FailureCluster?> FindAsync(int id, CancellationToken ct) => Rows.FirstAsync(data.Console, OneSql, [Rows.Value(id)], Cluster, ct);

    /// <summary>Steps of a cluster, the oldest task first.</summary>
    /// <param name="id">The cluster.</param>
    /// <param name="after">The step after which to begin.</param>
    /// <param name="onlyOpen">True: only those that are still failed so.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public Task<List<AffectedStep>> StepsAsync(int id, StepId? after, bool onlyOpen, int rows, CancellationToken ct) => Rows.ListAsync(
        data.Console, StepsSql,
        [Rows.Value(id), Rows.Value(after?.Task.Value ?? Guid.Empty), Rows.Value(after?.StepNo ?? -1), Rows.Value(onlyOpen), Rows.Value(rows)],
        row => new AffectedStep(
            new TaskId(row.GetGuid(0)).Step(row.GetInt32(1)), row.Text(2), row.Text(3), row.IsDBNull(4) ? 0 : row.GetInt16(4), row.GetInt32(5), row.Time(6),
            row.GetBoolean(7)),
        ct);

    private static FailureCluster Cluster(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Text(5), row.Text(6),
        new TaskId(row.GetGuid(7)).Step(row.GetInt32(8)), row.Time(9), row.Time(10), row.GetInt64(11), row.GetInt32(12), row.GetInt32(13), row.GetString(14),
        row.Text(15), row.Text(16), row.MaybeTime(17), row.MaybeTime(18));
}
