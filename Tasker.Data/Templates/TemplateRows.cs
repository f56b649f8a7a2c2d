using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Reads;

namespace Tasker.Data.Templates;

/// <summary>Stored template versions. A version never changes after it was stored; only which one is the default does.</summary>
public sealed class TemplateRows(TaskerDataSource source)
{
    private const int MostSteps = 20_000;
    private const int MostEdges = 200_000;

    /// <summary>
    /// Stores a version with its steps, dependencies, namespace and queue in one commit. The same text again changes nothing; any
    /// number of publishers at the same time make one row.
    /// </summary>
    public async Task<StoreResult> StoreAsync(NewTemplate template, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(template);
        var queue = QueueName.Of(template.Namespace);
        await using var connection = await source.Console.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, TemplateSql.Lock, ct, Rows.Value(template.Namespace), Rows.Value(template.Name));
        await ExecuteAsync(connection, TemplateSql.MakeNamespace, ct, Rows.Value(template.Namespace));
        var ns = await ScalarAsync<int>(connection, TemplateSql.FindNamespace, ct, Rows.Value(template.Namespace));
        if (await ExistingAsync(connection, ns, template, ct) is { } existing) return existing;
        await ExecuteAsync(connection, TemplateSql.MakeQueue, ct, Rows.Value(queue.Name));
        var id = await InsertAsync(connection, ns, template, ct);
        await transaction.CommitAsync(ct);
        return new StoreResult(StoreOutcome.Stored, id, template.TemplateUuid);
    }

    /// <summary>Makes a version the one that requests without a version get.</summary>
    /// <returns>False when there is no such version; then nothing changed.</returns>
    public async Task<bool> SetDefaultAsync(string ns, string name, string version, CancellationToken ct)
    {
        await using var connection = await source.Console.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, TemplateSql.Lock, ct, Rows.Value(ns), Rows.Value(name));
        if (await ScalarAsync<int?>(connection, TemplateSql.FindNamespace, ct, Rows.Value(ns)) is not { } id) return false;
        await ExecuteAsync(connection, TemplateSql.ClearDefault, ct, Rows.Value(id), Rows.Value(name));
        if (await ExecuteAsync(connection, TemplateSql.MarkDefault, ct, Rows.Value(id), Rows.Value(name), Rows.Value(version)) == 0) return false;
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Versions of all templates, newest first.</summary>
    public async Task<IReadOnlyList<TemplateVersionItem>> ListAsync(int rows, CancellationToken ct) =>
        await Rows.ListAsync(source.Console, TemplateSql.List, [Rows.Value(rows)], Item, ct);

    /// <summary>Versions of one template, newest first.</summary>
    public async Task<IReadOnlyList<TemplateVersionItem>> VersionsAsync(string ns, string name, int rows, CancellationToken ct) =>
        await Rows.ListAsync(source.Console, TemplateSql.Versions, [Rows.Value(ns), Rows.Value(name), Rows.Value(rows)], Item, ct);

    /// <summary>One version by its number; null when there is none.</summary>
    public async Task<StoredTemplateRow?> FindAsync(int templateId, CancellationToken ct) =>
        await Rows.FirstAsync(source.Console, TemplateSql.ById, [Rows.Value(templateId)], Stored, ct);

    /// <summary>One version by name; without a version the default, or the newest when none is marked. Null when there is none.</summary>
    public async Task<StoredTemplateRow?> FindAsync(string ns, string name, string? version, CancellationToken ct) =>
        version is null
            ? await Rows.FirstAsync(source.Console, TemplateSql.Default, [Rows.Value(ns), Rows.Value(name)], Stored, ct)
            : await Rows.FirstAsync(source.Console, TemplateSql.ByVersion, [Rows.Value(ns), Rows.Value(name), Rows.Value(version)], Stored, ct);

    /// <summary>The steps of a version by number.</summary>
    public async Task<IReadOnlyList<TemplateStepItem>> StepsAsync(int templateId, CancellationToken ct) =>
        await Rows.ListAsync(source.Console, TemplateSql.Steps, [Rows.Value(templateId), Rows.Value(MostSteps)], Step, ct);

    /// <summary>The dependencies of a version.</summary>
    public async Task<IReadOnlyList<StepEdge>> EdgesAsync(int templateId, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, TemplateSql.Edges, [Rows.Value(templateId), Rows.Value(MostEdges)],
            row => new StepEdge(row.GetInt32(0), row.GetInt32(1), "provides"), ct);

    /// <summary>The numbers of the versions that fit all given parts, newest first.</summary>
    /// <param name="ns">Namespace; null means any.</param>
    /// <param name="name">Name; null means any.</param>
    /// <param name="prefix">How the name begins; null means any.</param>
    /// <param name="version">Version; null means any.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<int>> ResolveAsync(string? ns, string? name, string? prefix, string? version, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, TemplateSql.Resolve,
            [Text(ns), Text(name), Text(prefix), Text(version), Rows.Value(rows)], row => row.GetInt32(0), ct);

    private static async Task<StoreResult?> ExistingAsync(NpgsqlConnection connection, int ns, NewTemplate template, CancellationToken ct)
    {
        await using var command = Command(
            connection, TemplateSql.FindVersion, [Rows.Value(ns), Rows.Value(template.Name), Rows.Value(template.Version)]);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        var same = row.GetFieldValue<byte[]>(2).AsSpan().SequenceEqual(template.SourceHash);
        return new StoreResult(same ? StoreOutcome.Unchanged : StoreOutcome.Conflict, row.GetInt32(0), row.GetGuid(1));
    }

    private static async Task<int> InsertAsync(NpgsqlConnection connection, int ns, NewTemplate template, CancellationToken ct)
    {
        var makeDefault = template.MakeDefault
            || !await ScalarAsync<bool>(connection, TemplateSql.HasDefault, ct, Rows.Value(ns), Rows.Value(template.Name));
        if (makeDefault) await ExecuteAsync(connection, TemplateSql.ClearDefault, ct, Rows.Value(ns), Rows.Value(template.Name));
        var id = await ScalarAsync<int>(
            connection, TemplateSql.Insert, ct, Rows.Value(template.TemplateUuid), Rows.Value(ns), Rows.Value(template.Name),
            Rows.Value(template.Version), Text(template.Description), Rows.Maybe(template.Definition, NpgsqlDbType.Jsonb),
            Rows.Value(template.Source), Rows.Value(template.SourceHash), Rows.Value(template.StopOnFailure),
            Rows.Value(template.Steps.Count(s => s.IsInitial)), Rows.Value(template.Steps.Count(s => s is { IsInitial: true, Waits: 0 })),
            Rows.Value(makeDefault), Rows.Value(template.CreatedBy), Rows.Maybe(template.GiveUpSeconds, NpgsqlDbType.Integer));
        await InsertStepsAsync(connection, id, template.Steps, ct);
        await ExecuteAsync(
            connection, TemplateSql.InsertEdges, ct, Rows.Value(id), Rows.Value(template.Edges.Select(e => e.From).ToArray()),
            Rows.Value(template.Edges.Select(e => e.To).ToArray()));
        return id;
    }

    private static Task<int> InsertStepsAsync(NpgsqlConnection connection, int id, IReadOnlyList<TemplateStepItem> steps, CancellationToken ct) =>
        ExecuteAsync(
            connection, TemplateSql.InsertSteps, ct, Rows.Value(id), Column(steps, s => s.No), Column(steps, s => s.Name),
            Column(steps, s => s.Callable), Column(steps, s => s.IsInitial), Column(steps, s => s.Waits),
            Column(steps, s => (short)s.MaxAttempts), Column(steps, s => s.Retryable), Column(steps, s => s.Level));

    private static NpgsqlParameter Column<T>(IReadOnlyList<TemplateStepItem> steps, Func<TemplateStepItem, T> pick) =>
        Rows.Value(steps.Select(pick).ToArray());

    private static NpgsqlParameter Text(string? value) => Rows.Maybe(value, NpgsqlDbType.Text);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<T?> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return (T?)await command.ExecuteScalarAsync(ct);
    }

    private static TemplateVersionItem Item(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Text(5), row.GetBoolean(6), row.GetInt32(7),
        row.GetInt32(8), row.GetString(9), row.Time(10));

    private static StoredTemplateRow Stored(NpgsqlDataReader row) => new(Item(row), row.GetString(11), row.GetString(12));

    private static TemplateStepItem Step(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetInt32(4), row.GetInt16(5), row.GetBoolean(6), row.GetInt32(7));
}
