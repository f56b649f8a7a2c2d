using Npgsql;

namespace Tasker.Data.Templates;

/// <summary>Reads stored definitions for the runtime's catalogue.</summary>
public static class TemplateDefinitions
{
    /// <summary>The definition of a version; null when there is none.</summary>
    public static async Task<(int TemplateId, string Definition)?> ByIdAsync(NpgsqlDataSource dataSource, int templateId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select template_id, definition from tasker.templates where template_id = $1");
        command.Parameters.AddWithValue(templateId);
        return await OneAsync(command, ct);
    }

    /// <summary>The definition of a version, or of the default version when none is named; null when there is none.</summary>
    public static async Task<(int TemplateId, string Definition)?> ByNameAsync(
        NpgsqlDataSource dataSource, string ns, string name, string? version, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            select t.template_id, t.definition
            from tasker.templates t
            join tasker.namespaces n on n.namespace_id = t.namespace_id
            where n.name = $1 and t.name = $2 and (t.version = $3 or ($3 is null and t.is_default))
            """);
        command.Parameters.AddWithValue(ns);
        command.Parameters.AddWithValue(name);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return await OneAsync(command, ct);
    }

    private static async Task<(int, string)?> OneAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt32(0), reader.GetString(1)) : null;
    }
}
