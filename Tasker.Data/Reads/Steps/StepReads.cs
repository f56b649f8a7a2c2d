using Npgsql;
using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Steps as pages and the API see them.</summary>
public sealed class StepReads(TaskerDataSource source)
{
    // A step's last attempt is read from the history: the begin is the last row that enters in_progress, the end the last that leaves it.
    private const string ListSql = """
        with runs as materialized (
            select h.step_no,
                max(h.at) filter (where position('\x03'::bytea in substr(h.path, 2)) > 0) as began,
                max(h.at) filter (where get_byte(h.path, 0) = 3) as ended,
                (array_agg(h.elapsed_us order by h.seq desc) filter (where get_byte(h.path, 0) = 3))[1] as elapsed_us
            from tasker.moves h
            where h.task_id = $1 and h.step_no between $2 and $3 and h.attempt is not null
            group by h.step_no
        ), parents as materialized (
            select e.to_no, array_agg(e.from_no order by e.from_no) as nos
            from tasker.task_edges e
            where e.task_id = $1 and e.to_no between $2 and $3
            group by e.to_no
        )
        select s.step_no, s.template_step_no, coalesce(s.name, ts.name), tasker.step_state_name(s.state), s.attempts, s.attempts_forgiven,
            s.max_attempts, s.retryable, ts.level, s.waits, s.retry_at, s.lease_node, s.created_at, s.changed_at, r.began,
            case when s.state <> 3 and r.ended >= r.began then r.ended end, case when s.state <> 3 and r.ended >= r.began then r.elapsed_us end,
            left(s.failure ->> 'message', 300), left(s.failure ->> 'error_type', 100), ts.callable, coalesce(p.nos, '{}')
        from tasker.steps s
        join tasker.tasks k on k.task_id = s.task_id
        join tasker.template_steps ts on ts.template_id = k.template_id and ts.step_no = s.template_step_no
        left join runs r on r.step_no = s.step_no
        left join parents p on p.to_no = s.step_no
        where s.task_id = $1 and s.step_no between $2 and $3
        order by s.step_no
        limit $4
        """;

    private const string PayloadsSql = """
        select left(s.inputs::text, $3), length(s.inputs::text), left(s.result::text, $3), length(s.result::text),
            left(s.failure::text, $3), length(s.failure::text), left(s.checkpoint::text, $3), length(s.checkpoint::text)
        from tasker.steps s
        where s.task_id = $1 and s.step_no = $2
        """;

    private const string ParentsSql = """
        select d.step_no, d.name, d.state_name
        from tasker.task_edges e
        join tasker.step_details d on d.task_id = e.task_id and d.step_no = e.from_no
        where e.task_id = $1 and e.to_no = $2
        order by d.step_no
        limit $3
        """;

    private const string ChildrenSql = """
        select d.step_no, d.name, d.state_name
        from tasker.task_edges e
        join tasker.step_details d on d.task_id = e.task_id and d.step_no = e.to_no
        where e.task_id = $1 and e.from_no = $2
        order by d.step_no
        limit $3
        """;

    private const string EdgesSql = """
        select e.from_no, e.to_no, e.name
        from tasker.task_edges e
        where e.task_id = $1
        order by e.from_no, e.to_no
        limit $2
        """;

    /// <summary>Steps from one number to another, both included, by number; at most <paramref name="rows"/>.</summary>
    public async Task<IReadOnlyList<StepListItem>> ListAsync(TaskId task, int fromNo, int toNo, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, ListSql, [Rows.Value(task.Value), Rows.Value(fromNo), Rows.Value(toNo), Rows.Value(rows)], row => Item(row, task), ct);

    /// <summary>The payloads of a step; null when there is no such step.</summary>
    public async Task<StepPayloads?> GetPayloadsAsync(StepId step, CancellationToken ct) =>
        await Rows.FirstAsync(
            source.Console, PayloadsSql, [.. Key(step), Rows.Value(Payload.MostCharacters)],
            row => new StepPayloads(row.Payload(0), row.Payload(2), row.Payload(4), row.Payload(6)), ct);

    /// <summary>Parents that exist, by number; at most <paramref name="rows"/>.</summary>
    public async Task<IReadOnlyList<StepNeighbour>> ParentsAsync(StepId step, int rows, CancellationToken ct) =>
        await Rows.ListAsync(source.Console, ParentsSql, [.. Key(step), Rows.Value(rows)], Neighbour, ct);

    /// <summary>Children that exist, by number; at most <paramref name="rows"/>.</summary>
    public async Task<IReadOnlyList<StepNeighbour>> ChildrenAsync(StepId step, int rows, CancellationToken ct) =>
        await Rows.ListAsync(source.Console, ChildrenSql, [.. Key(step), Rows.Value(rows)], Neighbour, ct);

    /// <summary>Dependencies between steps that exist; at most <paramref name="rows"/>.</summary>
    public async Task<IReadOnlyList<StepEdge>> EdgesAsync(TaskId task, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, EdgesSql, [Rows.Value(task.Value), Rows.Value(rows)], row => new StepEdge(row.GetInt32(0), row.GetInt32(1), row.GetString(2)), ct);

    private static NpgsqlParameter[] Key(StepId step) => [Rows.Value(step.Task.Value), Rows.Value(step.StepNo)];

    private static StepNeighbour Neighbour(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1), row.GetString(2));

    private static StepListItem Item(NpgsqlDataReader row, TaskId task) => new()
    {
        No = row.GetInt32(0),
        StepId = task.Step(row.GetInt32(0)),
        TemplateStepNo = row.GetInt32(1),
        Name = row.GetString(2),
        State = row.GetString(3),
        Attempts = row.GetInt16(4) - row.GetInt16(5),
        Executions = row.GetInt16(4),
        MaxAttempts = row.GetInt16(6),
        Retryable = row.GetBoolean(7),
        Level = row.GetInt32(8),
        Waits = row.GetInt32(9),
        RetryAt = row.MaybeTime(10),
        LeaseNode = row.Int(11),
        CreatedAt = row.Time(12),
        ChangedAt = row.Time(13),
        StartedAt = row.MaybeTime(14),
        EndedAt = row.MaybeTime(15),
        Elapsed = row.Micros(16),
        FailureMessage = row.Text(17),
        FailureType = row.Text(18),
        Callable = row.GetString(19),
        Parents = row.GetFieldValue<int[]>(20),
    };
}
