using System.Text.Json;
using Npgsql;
using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Tasks as pages and the API see them. Every list is bounded and follows an index; payloads come only with one task.</summary>
public sealed class TaskReads(TaskerDataSource source)
{
    private const string HeaderSql = """
        select t.task_id, t.requested_at, t.parent_correlation_id, t.reason, t.tags::text, t.stop_on_failure,
            left(t.context::text, $2), length(t.context::text), left(t.options::text, $2), length(t.options::text), encode(t.identity_hash, 'hex')
        from tasker.tasks t
        where t.task_id = $1
        """;

    private const string TallySql = """
        select count(*)::int,
            (count(*) filter (where s.state = 1))::int,
            (count(*) filter (where s.state = 2))::int,
            (count(*) filter (where s.state = 3))::int,
            (count(*) filter (where s.state in (4, 5)))::int,
            (count(*) filter (where s.state = 6))::int,
            (count(*) filter (where s.state in (7, 10)))::int,
            (count(*) filter (where s.state = 8))::int,
            (count(*) filter (where s.state = 9))::int,
            (count(*) filter (where s.waits = 0
                and (s.state = 1 or (s.state = 6 and s.retry_at <= clock_timestamp()))
                and (s.attempts = s.attempts_forgiven or (s.retryable and s.attempts - s.attempts_forgiven < s.max_attempts))))::int
        from tasker.steps s
        where s.task_id = $1
        """;

    private const string StateSql = "select tasker.task_state_name(t.state), t.template_id from tasker.tasks t where t.task_id = $1";

    private readonly NpgsqlDataSource _console = Checked(source);

    /// <summary>Up to <paramref name="rows"/> tasks.</summary>
    public async Task<TaskWindow> FindAsync(TaskQuery query, int rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        var sql = new TaskListSql(query);
        var sourceRows = sql.Filters ? query.SearchRows : rows;
        var items = await Rows.ListAsync(_console, sql.Page, sql.Parameters(sourceRows, rows), Item, ct);
        if (!sql.Filters || items.Count >= rows) return new TaskWindow(items, null, null);
        var extent = await Rows.FirstAsync(
            _console, sql.Extent, sql.Parameters(sourceRows, rows), row => new { Count = row.GetInt32(0), Last = row.Uuid(1) }, ct);
        return extent is { Last: { } last } && extent.Count >= sourceRows
            ? new TaskWindow(items, extent.Count, new TaskId(last))
            : new TaskWindow(items, null, null);
    }

    /// <summary>How many tasks there are, and whether that is all of them; never above <paramref name="most"/> + 1.</summary>
    public async Task<(int Count, bool IsExact)> CountAsync(TaskQuery query, int most, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        var sql = new TaskListSql(query);
        var sourceRows = sql.Filters ? Math.Max(query.SearchRows, most + 1) : most + 1;
        var counted = await Rows.ListAsync(
            _console, sql.Count, sql.Parameters(sourceRows, 0), row => (Seen: row.GetInt32(0), Fit: row.GetInt32(1)), ct);
        var (seen, fit) = counted[0];
        return (Math.Min(fit, most + 1), fit <= most && seen < sourceRows);
    }

    /// <summary>The named tasks, in no order; those that do not exist are left out.</summary>
    public async Task<IReadOnlyList<TaskListItem>> GetManyAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken ct) =>
        await Rows.ListAsync(_console, TaskListSql.Refresh, [Rows.Value(tasks.Select(t => t.Value).ToArray())], Item, ct);

    /// <summary>One task with its payloads; null when there is none.</summary>
    public async Task<TaskHeader?> GetAsync(TaskId task, CancellationToken ct)
    {
        if (await GetManyAsync([task], ct) is not [var summary]) return null;
        var tally = (await Rows.ListAsync(_console, TallySql, [Rows.Value(task.Value)], Tally, ct))[0];
        return await Rows.FirstAsync(
            _console, HeaderSql, [Rows.Value(task.Value), Rows.Value(Payload.MostCharacters)], row => Header(row, summary, tally), ct);
    }

    /// <summary>A task's state by its stable name, and its template version; null when there is no such task.</summary>
    public async Task<(string State, int TemplateId)?> GetStateAsync(TaskId task, CancellationToken ct)
    {
        var rows = await Rows.ListAsync(_console, StateSql, [Rows.Value(task.Value)], row => (row.GetString(0), row.GetInt32(1)), ct);
        return rows.Count == 0 ? null : rows[0];
    }

    private static NpgsqlDataSource Checked(TaskerDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Console;
    }

    private static TaskListItem Item(NpgsqlDataReader row) => new()
    {
        TaskId = new TaskId(row.GetGuid(0)),
        TemplateId = row.GetInt32(1),
        Namespace = row.GetString(2),
        Template = row.GetString(3),
        Version = row.GetString(4),
        State = row.GetString(5),
        StepsTotal = row.GetInt32(6),
        StepsDone = row.GetInt32(6) - row.GetInt32(7),
        StepsFailed = row.GetInt32(8),
        StepsActive = row.GetInt32(9),
        StepsWaiting = row.GetInt32(10),
        Priority = row.GetInt16(11),
        CreatedAt = row.Time(12),
        ChangedAt = row.Time(13),
        CompletedAt = row.MaybeTime(14),
        Initiator = row.Text(15),
        SourceSystem = row.Text(16),
        CorrelationId = row.GetGuid(17),
    };

    private static TaskHeader Header(NpgsqlDataReader row, TaskListItem summary, StepTally tally) => new()
    {
        Summary = summary,
        RequestedAt = row.Time(1),
        ParentCorrelationId = row.Uuid(2),
        Reason = row.Text(3),
        Tags = Tags(row.Text(4)),
        StopOnFailure = row.GetBoolean(5),
        Context = row.Payload(6)!,
        Options = row.Payload(8),
        IdentityHash = row.Text(10),
        Steps = tally,
    };

    private static StepTally Tally(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7),
        row.GetInt32(8), row.GetInt32(9));

    private static IReadOnlyList<string> Tags(string? json)
    {
        if (json is null) return [];
        var tags = JsonElement.Parse(json);
        return tags.ValueKind == JsonValueKind.Array
            ? [.. tags.EnumerateArray().Select(tag => tag.ValueKind == JsonValueKind.String ? tag.GetString()! : tag.GetRawText())]
            : [];
    }
}
