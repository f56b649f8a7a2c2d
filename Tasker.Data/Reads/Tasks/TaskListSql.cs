using Npgsql;
using NpgsqlTypes;

namespace Tasker.Data.Reads;

/// <summary>
/// The statement of a task list, put together from fixed parts. Its source is one index scan per phase or template, merged by id, so
/// that it stops as soon as the page is full; what no index covers is filtered from the source, of which a bounded number of rows is
/// looked at.
/// Parameters: $1 and $2 bounds of the id, $3 states, $4 templates, $5 phases, $6 initiator, $7 source system, $8 rows of the source,
/// $9 rows of the answer, then one per template branch.
/// </summary>
internal sealed class TaskListSql
{
    /// <summary>More branches than this cost more to plan than filtering saves.</summary>
    private const int MostBranches = 8;

    private const short CompletePhase = 2;
    private const int FixedParameters = 9;

    private const string SourceColumns = """
        t.task_id, t.template_id, t.state, t.phase, t.steps_total, t.steps_left, t.steps_failed, t.steps_active, t.steps_waiting, t.priority,
        t.created_at, t.changed_at, t.completed_at, t.initiator, t.source_system, t.correlation_id
        """;

    private const string ItemColumns = """
        t.task_id, t.template_id, ns.name, tp.name, tp.version, tasker.task_state_name(t.state), t.steps_total, t.steps_left, t.steps_failed,
        t.steps_active, t.steps_waiting, t.priority, t.created_at, t.changed_at, t.completed_at, t.initiator, t.source_system, t.correlation_id
        """;

    private const string Residual = """
        ($3::smallint[] is null or t.state = any($3))
        and ($4::int[] is null or t.template_id = any($4))
        and ($5::smallint[] is null or t.phase = any($5))
        and ($6::text is null or t.initiator = $6)
        and ($7::text is null or t.source_system = $7)
        """;

    private readonly TaskQuery _query;
    private readonly bool _byTemplate;
    private readonly bool _byPhase;
    private readonly string _source;

    public TaskListSql(TaskQuery query)
    {
        _query = query;
        // Finished tasks are most tasks: for them a template's own index is the shorter way, for the few others the phase's.
        var fewPhases = query.Phases is { } phases && !phases.Contains(CompletePhase);
        _byTemplate = query.Templates is { Count: <= MostBranches } && !fewPhases;
        _byPhase = !_byTemplate && query.Phases is not null;
        _source = Source();
    }

    /// <summary>True when rows of the source may be filtered out.</summary>
    public bool Filters =>
        _query.States is not null || _query.Initiator is not null || _query.SourceSystem is not null
        || (_query.Templates is not null && !_byTemplate) || (_query.Phases is not null && !_byPhase);

    private string Order => _query.Ascending ? "asc" : "desc";

    public string Page => $"""
        select {ItemColumns}
        from (
            select t.*
            from ({_source}) t
            where {Residual}
            order by t.task_id {Order}
            limit $9
        ) t
        join tasker.templates tp on tp.template_id = t.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        order by t.task_id {Order}
        """;

    /// <summary>How many rows the source had, and its last id.</summary>
    public string Extent => $"""
        with source as materialized ({_source})
        select (select count(*)::int from source),
            (select s.task_id from source s order by s.task_id {(_query.Ascending ? "desc" : "asc")} limit 1)
        """;

    /// <summary>How many rows were looked at and how many of them fit.</summary>
    public string Count => $"""
        select count(*)::int, (count(*) filter (where {Residual}))::int
        from ({_source}) t
        """;

    public static string Refresh => $"""
        select {ItemColumns}
        from tasker.tasks t
        join tasker.templates tp on tp.template_id = t.template_id
        join tasker.namespaces ns on ns.namespace_id = tp.namespace_id
        where t.task_id = any($1)
        """;

    public NpgsqlParameter[] Parameters(int sourceRows, int rows)
    {
        List<NpgsqlParameter> all =
        [
            Rows.Value(_query.From),
            Rows.Value(_query.Before),
            Rows.Maybe(_query.States?.Select(s => (short)s).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
            Rows.Maybe(_byTemplate ? null : _query.Templates?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
            Rows.Maybe(_byPhase ? null : _query.Phases?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint),
            Rows.Maybe(_query.Initiator, NpgsqlDbType.Text),
            Rows.Maybe(_query.SourceSystem, NpgsqlDbType.Text),
            Rows.Value(sourceRows),
            Rows.Value(rows),
        ];
        if (_byTemplate) all.AddRange(_query.Templates!.Select(Rows.Value));
        if (_byPhase) all.AddRange(_query.Phases!.Select(Rows.Value));
        return [.. all];
    }

    private string Source()
    {
        var column = _byTemplate ? "template_id" : "phase";
        var count = _byTemplate ? _query.Templates!.Count : _byPhase ? _query.Phases!.Count : 0;
        if (count == 0) return Branch("");
        var branches = Enumerable.Range(FixedParameters + 1, count).Select(n => $"({Branch($"t.{column} = ${n} and ")})");
        return $"""
            select t.*
            from ({string.Join("\nunion all\n", branches)}) t
            order by t.task_id {Order}
            limit $8
            """;
    }

    private string Branch(string condition) => $"""
        select {SourceColumns}
        from tasker.tasks t
        where {condition}t.task_id >= $1 and t.task_id < $2
        order by t.task_id {Order}
        limit $8
        """;
}
