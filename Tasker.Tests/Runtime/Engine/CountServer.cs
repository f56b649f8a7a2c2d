using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tasker.Data.Bench;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>
/// A server that does nothing but what a test asks of it: transaction ids and the write-ahead log are counted per server, so other tests,
/// the autovacuum and full-page images would be counted too.
/// </summary>
public sealed class CountServer : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedPostgres? _server;
    private int _databases;

    public async Task InitializeAsync() => _server = await EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions
        {
            DataFolder = _folder["pg"],
            // For full_page_writes only.
            AllowUnsafeDurability = true,
            StartTimeout = TaskerHarness.LongPatience,
            Settings = { ["shared_buffers"] = "64MB", ["autovacuum"] = "off", ["full_page_writes"] = "off" },
        },
        NullLogger.Instance,
        CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A database with the schema.</summary>
    public async Task<string> CreateAsync()
    {
        var name = $"counted_{Interlocked.Increment(ref _databases)}";
        await ScalarAsync<object?>($"create database {name}");
        var connectionString = _server!.ConnectionStringFor(name);
        await BenchDatabase.InstallAsync(connectionString);
        await EndedAsync(connectionString);
        return connectionString;
    }

    /// <summary>
    /// Transactions of a database so far, reading ones too. A session reports what it did at its end at the latest, so this waits until nobody
    /// is connected; it is asked from another database and does not count itself.
    /// </summary>
    public async Task<long> TransactionsAsync(string connectionString)
    {
        await EndedAsync(connectionString);
        return await ScalarAsync<long>($"select xact_commit + xact_rollback from pg_stat_database where datname = '{NameOf(connectionString)}'");
    }

    private Task<long> EndedAsync(string connectionString) => TaskerHarness.UntilAsync(
        () => ScalarAsync<long>($"select count(*) from pg_stat_activity where datname = '{NameOf(connectionString)}'"), sessions => sessions == 0);

    private static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_server!.ConnectionStringFor("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
