using Microsoft.Extensions.Logging;
using Npgsql;

namespace Tasker.Data.Embedded;

/// <summary>
/// Refuses a server, Tasker's own or a configured one, on which a commit may not survive a crash. Every promise of Tasker rests
/// on commits that last.
/// </summary>
public static class DurabilityCheck
{
    /// <summary>The option that accepts an unsafe server: <c>Tasker:Postgres:AllowUnsafeDurability</c>.</summary>
    public const string Option = EmbeddedPostgresOptions.Section + ":" + nameof(EmbeddedPostgresOptions.AllowUnsafeDurability);

    private const int OldestVersion = ServerBinaries.OldestMajor * 10_000;

    private const string Sql =
        """
        select current_setting('fsync'),
               current_setting('synchronous_commit'),
               current_setting('full_page_writes'),
               current_setting('server_version_num')::int,
               current_setting('server_version'),
               pg_is_in_recovery()
        """;

    /// <summary>Checks the settings that a session of this data source has.</summary>
    /// <param name="database">The server.</param>
    /// <param name="allowUnsafe">Whether unsafe settings are accepted with a critical log line each. A standby or a server older than
    /// version 15 never is.</param>
    /// <param name="logger">Gets those lines.</param>
    /// <param name="ct">Gives the check up.</param>
    /// <exception cref="UnsafeDatabaseException">The server is not fit; the exception lists all that is wrong.</exception>
    public static async Task RunAsync(NpgsqlDataSource database, bool allowUnsafe, ILogger logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(logger);
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var problems = Judge(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetBoolean(5)).ToList();
        if (problems.Exists(problem => !problem.CanBeAllowed || !allowUnsafe))
        {
            throw new UnsafeDatabaseException(problems);
        }

        foreach (var problem in problems)
        {
            EmbeddedPostgresLog.UnsafeDurabilityAllowed(logger, problem.ToString(), Option);
        }
    }

    internal static IEnumerable<DurabilityProblem> Judge(
        string fsync, string synchronousCommit, string fullPageWrites, int versionNumber, string version, bool isStandby)
    {
        if (fsync != "on")
        {
            yield return new("fsync", fsync, "on", CanBeAllowed: true);
        }

        if (synchronousCommit == "off")
        {
            yield return new("synchronous_commit", synchronousCommit, "on (or local, remote_write, remote_apply)", CanBeAllowed: true);
        }

        if (fullPageWrites != "on")
        {
            yield return new("full_page_writes", fullPageWrites, "on", CanBeAllowed: true);
        }

        if (versionNumber < OldestVersion)
        {
            yield return new("server_version", version, $"{ServerBinaries.OldestMajor} or newer", CanBeAllowed: false);
        }

        if (isStandby)
        {
            yield return new("pg_is_in_recovery()", "true", "false (a primary, not a standby)", CanBeAllowed: false);
        }
    }
}
