using Npgsql;
using Xunit;

namespace Tasker.Tests.Support;

/// <summary>
/// An empty database of the shared server, for a class of tests (as <c>IClassFixture</c>) or for one test (as its base class).
/// Derive and override <see cref="PrepareAsync"/> for one with a schema.
/// </summary>
public class TestDatabase : IAsyncLifetime
{
    private string? _name;

    /// <summary>The connection string to the database.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var server = await PostgresServer.GetAsync();
        _name = await PostgresServer.CreateDatabaseAsync();
        ConnectionString = server.ConnectionStringFor(_name);
        await PrepareAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await CleanUpAsync();
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        if (_name is not null)
        {
            await PostgresServer.DropDatabaseAsync(_name);
        }
    }

    /// <summary>Fills the new database.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Gives up what <see cref="PrepareAsync"/> made, before the database is dropped.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;
}
