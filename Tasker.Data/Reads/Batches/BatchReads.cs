using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Batches, progress and stalls as pages and the API see them.</summary>
public sealed class BatchReads(TaskerDataSource source)
{
    private const string BatchesSql = """
        select ts.name, b.parallelism, b.strategy, b.workers, b.places_taken, b.waiting_for_a_place, b.running, b.ended_well, b.failed, b.items_processed,
            b.stopped, b.isolated
        from tasker.batch_places b
        join tasker.tasks t on t.task_id = b.task_id
        join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = b.worker_no
        where b.task_id = $1
        order by b.worker_no
        """;

    private const string IsolatedSql = """
        select ts.name, r.step_no, r.name, r.cursor::text, r.error_type, r.message, r.set_aside_at
        from tasker.isolated_ranges r
        join tasker.tasks t on t.task_id = r.task_id
        join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = r.worker_no
        where r.task_id = $1
        order by r.step_no
        limit $2
        """;

    private const string StalledSql = """
        select x.task_id, x.step_no, d.name, x.node_id, x.last_sign
        from tasker.stalled_steps($1) x
        join tasker.step_details d on d.task_id = x.task_id and d.step_no = x.step_no
        order by x.last_sign
        limit $2
        """;

    private const string SignsSql = """
        select p.percent, p.note, p.at, (s.checkpoint ->> 'items_processed')::bigint, (s.checkpoint ->> 'timestamp')::timestamptz,
            coalesce((s.checkpoint ->> 'count')::bigint, 0), coalesce((s.checkpoint ->> 'yields')::bigint, 0),
            coalesce(s.place = 2 and s.state = 1 and s.waits = 1, false),
            case when s.state = 3 and (s.place is not null or s.checkpoint is not null or p.task_id is not null) and g.last_sign < clock_timestamp() - $3
                then g.last_sign end
        from tasker.steps s
        left join tasker.step_progress p on p.task_id = s.task_id and p.step_no = s.step_no and p.attempt = s.attempts
        cross join lateral (select greatest(s.changed_at, p.at, (s.checkpoint ->> 'timestamp')::timestamptz) as last_sign) g
        where s.task_id = $1 and s.step_no = $2
        """;

    /// <summary>The batches of a task.</summary>
    public async Task<IReadOnlyList<BatchItem>> OfTaskAsync(TaskId task, CancellationToken ct) => await Rows.ListAsync(
        source.Console, BatchesSql, [Rows.Value(task.Value)],
        row => new BatchItem(
            row.GetString(0), row.GetInt32(1), (BatchStrategy)row.GetInt16(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6),
            row.GetInt32(7), row.GetInt32(8), row.GetInt64(9), row.GetInt32(10), row.GetInt32(11)),
        ct);

    /// <summary>Ranges of a task's batches that were set aside, by step number, at most <paramref name="rows"/>.</summary>
    public async Task<IReadOnlyList<IsolatedRange>> IsolatedAsync(TaskId task, int rows, CancellationToken ct) => await Rows.ListAsync(
        source.Console, IsolatedSql, [Rows.Value(task.Value), Rows.Value(rows)],
        row => new IsolatedRange(
            row.GetString(0), task.Step(row.GetInt32(1)), row.GetString(2), row.Text(3), row.Text(4), row.Text(5), row.Time(6)),
        ct);

    /// <summary>Steps that have been silent for <paramref name="quiet"/>, the longest first, at most <paramref name="rows"/>.</summary>
    public async Task<IReadOnlyList<StalledStep>> StalledAsync(TimeSpan quiet, int rows, CancellationToken ct) => await Rows.ListAsync(
        source.Console, StalledSql, [Rows.Value(quiet), Rows.Value(rows)],
        row => new StalledStep(new TaskId(row.GetGuid(0)).Step(row.GetInt32(1)), row.GetString(2), row.GetInt32(3), row.Time(4)), ct);

    /// <summary>How far a step has come; null when there is no such step.</summary>
    public async Task<StepSigns?> OfStepAsync(StepId step, TimeSpan quiet, CancellationToken ct) => await Rows.FirstAsync(
        source.Console, SignsSql, [Rows.Value(step.Task.Value), Rows.Value(step.StepNo), Rows.Value(quiet)],
        row => new StepSigns
        {
            Percent = row.IsDBNull(0) ? null : row.GetInt16(0),
            Note = row.Text(1),
            SaidAt = row.MaybeTime(2),
            ItemsProcessed = row.IsDBNull(3) ? null : row.GetInt64(3),
            CheckpointAt = row.MaybeTime(4),
            Checkpoints = row.GetInt64(5),
            Yields = row.GetInt64(6),
            WaitsForPlace = row.GetBoolean(7),
            StalledSince = row.MaybeTime(8),
        },
        ct);
}
