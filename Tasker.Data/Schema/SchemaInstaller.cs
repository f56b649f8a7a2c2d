using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tasker.Data.Schema;

/// <summary>
/// Brings a database to the current schema: migrations, then the scripts that changed. Starts that happen at the same time wait for
/// one another on an advisory lock, and a database that is already current is only read.
/// </summary>
public static class SchemaInstaller
{
    // 'tasker' in ASCII: any process that installs this schema takes the same lock.
    private const long LockKey = 0x7461_736B_6572;

    private const string ScriptTable = """
        create table if not exists tasker.schema_scripts (
            name text primary key,
            hash text not null,
            applied_at timestamptz not null default clock_timestamp());
        alter table tasker.schema_scripts add column if not exists version text
        """;

    // Of the product; a script that a newer version wrote stays.
    private static readonly Version Own = typeof(SchemaInstaller).Assembly.GetName().Version!;

    /// <summary>Installs or upgrades the schema. Safe to call at every start, from any number of processes.</summary>
    /// <param name="dataSource">A role that may create schemas and tables.</param>
    /// <param name="ct">Cancels between steps; each step is one transaction.</param>
    /// <returns>What was applied, empty when the schema was current.</returns>
    /// <exception cref="TaskerDatabaseException">The database was made by a newer Tasker.</exception>
    public static async Task<IReadOnlyList<string>> InstallAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        if (await IsCurrentAsync(connection, ct)) return [];
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", ct);
        try
        {
            var applied = new List<string>();
            applied.AddRange(await MigrateAsync(connection, ct));
            applied.AddRange(await ApplyScriptsAsync(connection, ct));
            return applied;
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task<List<string>> MigrateAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var context = Context(connection);
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = (await context.Database.GetAppliedMigrationsAsync(ct)).Where(m => !known.Contains(m)).ToList();
        if (unknown.Count > 0)
        {
            throw new TaskerDatabaseException(
                $"the database has migrations that this version does not know ({string.Join(", ", unknown)}): it was made by a newer Tasker");
        }

        var pending = (await context.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0) await context.Database.MigrateAsync(ct);
        return pending;
    }

    private static async Task<List<string>> ApplyScriptsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await ExecuteAsync(connection, ScriptTable, ct);
        await RefuseNewerAsync(connection, ct);
        var have = await AppliedScriptsAsync(connection, ct);
        var applied = new List<string>();
        foreach (var (name, text, hash) in SqlScripts.All.Where(s => have.GetValueOrDefault(s.Name) != s.Hash))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (!await IsLeftOutAsync(connection, text, ct)) await ExecuteAsync(connection, text, ct);
            await using var note = new NpgsqlCommand(
                """
                insert into tasker.schema_scripts (name, hash, version) values ($1, $2, $3)
                on conflict (name) do update set hash = excluded.hash, version = excluded.version, applied_at = clock_timestamp()
                """,
                connection);
            note.Parameters.AddWithValue(name);
            note.Parameters.AddWithValue(hash);
            note.Parameters.AddWithValue(Own.ToString());
            await note.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            applied.Add(name);
        }

        return applied;
    }

    // An old process that starts again while newer ones run would otherwise put its functions in the place of theirs.
    private static async Task RefuseNewerAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select distinct version from tasker.schema_scripts where version is not null", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (Version.TryParse(reader.GetString(0), out var theirs) && theirs > Own)
            {
                throw new TaskerDatabaseException($"the database's functions are of Tasker {theirs}, and this is {Own}: it was made by a newer Tasker");
            }
        }
    }

    private static async Task<bool> IsLeftOutAsync(NpgsqlConnection connection, string text, CancellationToken ct)
    {
        if (SqlScripts.UnlessOf(text) is not { } condition) return false;
        await using var command = new NpgsqlCommand($"select {condition}", connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>One round trip on the usual start: the last migration and all scripts are there.</summary>
    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand(
            "select to_regclass('tasker.schema_scripts') is not null and to_regclass('tasker.\"__EFMigrationsHistory\"') is not null", connection);
        if (await exists.ExecuteScalarAsync(ct) is not true) return false;
        await using var context = Context(connection);
        var last = context.Database.GetMigrations().LastOrDefault();
        await using var newest = new NpgsqlCommand("select max(\"MigrationId\") from tasker.\"__EFMigrationsHistory\"", connection);
        if (await newest.ExecuteScalarAsync(ct) as string != last) return false;
        var have = await AppliedScriptsAsync(connection, ct);
        return SqlScripts.All.All(s => have.GetValueOrDefault(s.Name) == s.Hash);
    }

    private static async Task<Dictionary<string, string>> AppliedScriptsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var have = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, hash from tasker.schema_scripts", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) have[reader.GetString(0)] = reader.GetString(1);
        return have;
    }

    private static TaskerDbContext Context(NpgsqlConnection connection) => new(
        new DbContextOptionsBuilder<TaskerDbContext>()
            .UseNpgsql(connection, o => o.MigrationsHistoryTable("__EFMigrationsHistory", TaskerDbContext.Schema))
            .Options);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
