using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tasker.Data.Embedded;

namespace Tasker.Tests.Support;

/// <summary>
/// The server that all tests of one test process share: started at its first use, stopped with the process. Its data folder is
/// one of a few places below /tmp, each held by one test process at a time and reused by later ones, so killed runs leave
/// nothing that grows.
/// </summary>
internal static class PostgresServer
{
    private const int Places = 16;

    private static readonly Lazy<Task<EmbeddedPostgres>> Shared = new(StartAsync);
    private static int _lastDatabase;

    /// <summary>The running server.</summary>
    public static Task<EmbeddedPostgres> GetAsync() => Shared.Value;

    /// <summary>Creates a database: an empty one, or a copy of <paramref name="template"/>.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var server = await GetAsync();
        var name = $"test_{Interlocked.Increment(ref _lastDatabase)}";
        await ExecuteAsync(server, template is null ? $"create database {name}" : $"create database {name} template {template}");
        return name;
    }

    /// <summary>Drops a database, together with the sessions that still use it.</summary>
    public static async Task DropDatabaseAsync(string name) =>
        await ExecuteAsync(await GetAsync(), $"drop database if exists {name} with (force)");

    /// <summary>An outage of one database: nobody can connect, and whoever was connected no longer is. Or its end.</summary>
    public static async Task AllowConnectionsAsync(string name, bool allow)
    {
        var server = await GetAsync();
        await ExecuteAsync(server, $"alter database {name} allow_connections {allow}");
        if (!allow) await ExecuteAsync(server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    private static async Task<EmbeddedPostgres> StartAsync()
    {
        // Not below a home: when root runs the tests, another user runs the server.
        var root = Path.Combine(Path.GetTempPath(), $"tasker-tests-{Environment.UserName}");
        for (var place = 0; place < Places; place++)
        {
            var options = new EmbeddedPostgresOptions
            {
                DataFolder = Path.Combine(root, place.ToString(CultureInfo.InvariantCulture)),
                Settings = { ["shared_buffers"] = "64MB" },
                StartTimeout = TaskerHarness.LongPatience,
            };
            try
            {
                var server = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None);
                AppDomain.CurrentDomain.ProcessExit += (_, _) => server.StopAsync(CancellationToken.None).Wait(TimeSpan.FromSeconds(20));
                await DropLeftoversAsync(server);
                return server;
            }
            catch (EmbeddedPostgresException e) when (e.Failure == EmbeddedPostgresFailure.DataFolderInUse)
            {
                // Another test process has this place.
            }
        }

        throw new InvalidOperationException($"All {Places} places in {root} are in use by other test processes.");
    }

    private static async Task DropLeftoversAsync(EmbeddedPostgres server)
    {
        var names = new List<string>();
        await using (var connection = new NpgsqlConnection(Maintenance(server)))
        {
            await connection.OpenAsync();
            await using var list = new NpgsqlCommand(@"select datname from pg_database where datname like 'test\_%'", connection);
            await using var rows = await list.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                names.Add(rows.GetString(0));
            }
        }

        foreach (var name in names)
        {
            await ExecuteAsync(server, $"drop database {name} with (force)");
        }
    }

    private static async Task ExecuteAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(Maintenance(server));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Maintenance(EmbeddedPostgres server) => server.ConnectionStringFor("postgres") + ";Pooling=false";
}
