using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Tasker.Runtime.Templates;

namespace Tasker.Tests.Support;

/// <summary>Writes a template of standard steps with its namespace and queue.</summary>
internal static class TemplateInsert
{
    private const string Sql = """
        with ns as (
            insert into tasker.namespaces (name) values ($1) on conflict (name) do update set name = excluded.name returning namespace_id
        ), template as (
            insert into tasker.templates (template_uuid, namespace_id, name, version, definition, source, source_hash, stop_on_failure,
                initial_steps, root_steps, is_default, created_by)
            select gen_random_uuid(), ns.namespace_id, $2, $3, $4, $5, $6, $7, cardinality($8::text[]), $9, true, 'tests' from ns
            on conflict do nothing
            returning template_id
        ), steps as (
            insert into tasker.template_steps (template_id, step_no, name, callable, is_initial, waits, max_attempts, retryable, level)
            select t.template_id, s.no - 1, s.name, s.callable, true, s.waits, s.max_attempts, s.retryable, s.level
            from template t, unnest($8::text[], $10::text[], $11::int[], $12::smallint[], $13::boolean[], $14::int[]) with ordinality
                as s(name, callable, waits, max_attempts, retryable, level, no)
        )
        insert into tasker.template_edges (template_id, from_no, to_no)
        select t.template_id, e.parent, e.child from template t, unnest($15::int[], $16::int[]) as e(parent, child)
        """;

    public static async Task WriteAsync(NpgsqlDataSource data, TaskTemplate template, string yaml)
    {
        var graph = new TemplateGraph(template);
        var edges = graph.Edges.ToList();
        await using (var queue = data.CreateCommand("select pgmq.create($1)"))
        {
            queue.Parameters.AddWithValue($"worker_{template.Namespace}_queue");
            await queue.ExecuteNonQueryAsync();
        }

        await using var command = data.CreateCommand(Sql);
        var p = command.Parameters;
        p.AddWithValue(template.Namespace);
        p.AddWithValue(template.Name);
        p.AddWithValue(template.Version);
        p.AddWithValue(NpgsqlDbType.Jsonb, TemplateJson.Serialize(template));
        p.AddWithValue(yaml);
        p.AddWithValue(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));
        p.AddWithValue(template.Lifecycle.FailurePolicy == FailurePolicy.Stop);
        p.AddWithValue(template.Steps.Select(s => s.Name).ToArray());
        p.AddWithValue(graph.Roots.Count());
        p.AddWithValue(template.Steps.Select(s => s.Handler.Callable).ToArray());
        p.AddWithValue(template.Steps.Select((_, no) => graph.Parents(no).Count).ToArray());
        p.AddWithValue(template.Steps.Select(s => (short)s.Retry.MaxAttempts).ToArray());
        p.AddWithValue(template.Steps.Select(s => s.Retry.Retryable).ToArray());
        p.AddWithValue(template.Steps.Select((_, no) => graph.LevelOf(no)).ToArray());
        p.AddWithValue(edges.Select(e => e.Parent).ToArray());
        p.AddWithValue(edges.Select(e => e.Child).ToArray());
        await command.ExecuteNonQueryAsync();
    }
}
