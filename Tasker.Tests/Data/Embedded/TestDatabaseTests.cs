using Npgsql;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

[Trait("Feature", "Embedded")]
public sealed class TestDatabaseTests
{
    [Fact]
    public async Task TestDatabase_Disposed_IsGone()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var open = await source.OpenConnectionAsync();
        var name = open.Database;

        await database.DisposeAsync();

        var server = await PostgresServer.GetAsync();
        await using var check = NpgsqlDataSource.Create(server.ConnectionString);
        await using var count = check.CreateCommand($"select count(*) from pg_database where datname = '{name}'");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task TestDatabase_Two_AreSeparate()
    {
        var first = new TestDatabase();
        var second = new TestDatabase();
        await first.InitializeAsync();
        await second.InitializeAsync();

        Assert.NotEqual(first.ConnectionString, second.ConnectionString);
        await first.DisposeAsync();
        await second.DisposeAsync();
    }
}
