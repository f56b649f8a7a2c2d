namespace Tasker.Data.Templates;

/// <summary>The statements over template versions.</summary>
internal static class TemplateSql
{
    private const string Columns = """
        t.template_id, t.template_uuid, ns.name, t.name, t.version, t.description, t.is_default,
        (select count(*)::int from tasker.template_steps s where s.template_id = t.template_id), t.initial_steps, t.created_by, t.created_at
        """;

    private const string Tables = """
        from tasker.templates t
        join tasker.namespaces ns on ns.namespace_id = t.namespace_id
        """;

    /// <summary>One publisher of a name at a time; publishers of other names do not wait.</summary>
    public const string Lock = "select pg_advisory_xact_lock(hashtextextended('tasker.template.' || lower($1) || '.' || $2, 0))";

    public const string MakeNamespace = "insert into tasker.namespaces (name) values ($1) on conflict do nothing";

    public const string FindNamespace = "select ns.namespace_id from tasker.namespaces ns where lower(ns.name) = lower($1)";

    public const string FindVersion = """
        select t.template_id, t.template_uuid, t.source_hash
        from tasker.templates t
        where t.namespace_id = $1 and t.name = $2 and t.version = $3
        """;

    public const string MakeQueue = "select tasker.ensure_queue($1)";

    public const string HasDefault = "select exists (select 1 from tasker.templates t where t.namespace_id = $1 and t.name = $2 and t.is_default)";

    public const string ClearDefault = "update tasker.templates t set is_default = false where t.namespace_id = $1 and t.name = $2 and t.is_default";

    public const string MarkDefault = "update tasker.templates t set is_default = true where t.namespace_id = $1 and t.name = $2 and t.version = $3";

    public const string Insert = """
        insert into tasker.templates (template_uuid, namespace_id, name, version, description, definition, source, source_hash, stop_on_failure,
            initial_steps, root_steps, is_default, created_by, give_up_seconds)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        returning template_id
        """;

    public const string InsertSteps = """
        insert into tasker.template_steps (template_id, step_no, name, callable, is_initial, waits, max_attempts, retryable, level)
        select $1, i.step_no, i.name, i.callable, i.is_initial, i.waits, i.max_attempts, i.retryable, i.level
        from unnest($2::int[], $3::text[], $4::text[], $5::boolean[], $6::int[], $7::smallint[], $8::boolean[], $9::int[])
            as i(step_no, name, callable, is_initial, waits, max_attempts, retryable, level)
        """;

    public const string InsertEdges = """
        insert into tasker.template_edges (template_id, from_no, to_no)
        select $1, i.from_no, i.to_no
        from unnest($2::int[], $3::int[]) as i(from_no, to_no)
        """;

    public const string List = $"""
        select {Columns}
        {Tables}
        order by t.template_id desc
        limit $1
        """;

    public const string Versions = $"""
        select {Columns}
        {Tables}
        where lower(ns.name) = lower($1) and t.name = $2
        order by t.template_id desc
        limit $3
        """;

    public const string ById = $"""
        select {Columns}, t.definition::text, t.source
        {Tables}
        where t.template_id = $1
        """;

    public const string ByVersion = $"""
        select {Columns}, t.definition::text, t.source
        {Tables}
        where lower(ns.name) = lower($1) and t.name = $2 and t.version = $3
        """;

    /// <summary>The default, or the newest when none is marked.</summary>
    public const string Default = $"""
        select {Columns}, t.definition::text, t.source
        {Tables}
        where lower(ns.name) = lower($1) and t.name = $2
        order by t.is_default desc, t.template_id desc
        limit 1
        """;

    public const string Steps = """
        select s.step_no, s.name, s.callable, s.is_initial, s.waits, s.max_attempts, s.retryable, s.level
        from tasker.template_steps s
        where s.template_id = $1
        order by s.step_no
        limit $2
        """;

    public const string Edges = """
        select e.from_no, e.to_no
        from tasker.template_edges e
        where e.template_id = $1
        order by e.from_no, e.to_no
        limit $2
        """;

    public const string Resolve = $"""
        select t.template_id
        {Tables}
        where ($1::text is null or lower(ns.name) = lower($1))
          and ($2::text is null or t.name = $2)
          and ($3::text is null or starts_with(t.name, $3))
          and ($4::text is null or t.version = $4)
        order by t.template_id desc
        limit $5
        """;
}
