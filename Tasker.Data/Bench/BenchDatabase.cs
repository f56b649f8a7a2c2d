using Npgsql;
using Tasker.Data.Schema;

namespace Tasker.Data.Bench;

/// <summary>A fresh database beside the given one, with the schema installed; dropped at the end.</summary>
public sealed class BenchDatabase : IAsyncDisposable
{
    private const string Name = "tasker_bench";

    private readonly string _server;

    private BenchDatabase(string server, string connectionString) => (_server, ConnectionString) = (server, connectionString);

    /// <summary>Where the benchmark runs.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes the database anew on the server that <paramref name="connectionString"/> names.</summary>
    /// <exception cref="PostgresException">The role may not create databases.</exception>
    public static async Task<BenchDatabase> CreateAsync(string connectionString)
    {
        await ExecuteAsync(connectionString, $"drop database if exists {Name} with (force)");
        await ExecuteAsync(connectionString, $"create database {Name}");
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Database = Name }.ConnectionString;
        await InstallAsync(own);
        return new BenchDatabase(connectionString, own);
    }

    /// <summary>Installs the schema.</summary>
    public static async Task InstallAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await SchemaInstaller.InstallAsync(source, CancellationToken.None);
    }

    /// <summary><c>postgres://user:password@host:port/db</c> as a connection string.</summary>
    public static string FromUrl(string url)
    {
        var uri = new Uri(url);
        var who = Uri.UnescapeDataString(uri.UserInfo).Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Username = who[0],
            Password = who.Length > 1 ? who[1] : null,
            Database = uri.AbsolutePath.TrimStart('/'),
        }.ConnectionString;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await ExecuteAsync(_server, $"drop database if exists {Name} with (force)");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
