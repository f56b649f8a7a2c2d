using Npgsql;

namespace Tasker.Tests.Support;

/// <summary>A copy of a prepared database, which nobody may be connected to while it is copied.</summary>
internal sealed class DatabaseCopy : IAsyncDisposable
{
    private readonly string _name;

    private DatabaseCopy(string name, string connectionString) => (_name, ConnectionString) = (name, connectionString);

    public string ConnectionString { get; }

    public static async Task<DatabaseCopy> OfAsync(string connectionString)
    {
        var server = await PostgresServer.GetAsync();
        var name = await PostgresServer.CreateDatabaseAsync(new NpgsqlConnectionStringBuilder(connectionString).Database);
        return new DatabaseCopy(name, server.ConnectionStringFor(name));
    }

    public async ValueTask DisposeAsync() => await PostgresServer.DropDatabaseAsync(_name);
}
