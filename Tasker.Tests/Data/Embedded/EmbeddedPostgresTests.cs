using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

/// <summary>Real servers in folders of their own: first start, restart, stop and refusals.</summary>
[Trait("Feature", "Embedded")]
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly OwnServer _own = new();

    [Fact]
    public async Task StartAsync_EmptyFolder_MakesClusterAndDatabase()
    {
        await using var server = await _own.StartAsync();

        Assert.Equal("tasker", await OwnServer.ScalarAsync(server, "select current_database()"));
        Assert.Contains(", made, ready in ", server.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Defaults_AreDurableAndWithoutTcp()
    {
        await using var server = await _own.StartAsync();

        var settings = await OwnServer.ScalarAsync(server, """
            select concat_ws(',', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
                             current_setting('data_checksums'), current_setting('autovacuum'), '[' || current_setting('listen_addresses') || ']')
            """);
        Assert.Equal("on,on,on,on,on,[]", settings);
    }

    [Fact]
    public async Task StartAsync_SecondStart_FindsTheData()
    {
        await using (var first = await _own.StartAsync())
        {
            await OwnServer.ScalarAsync(first, "create table kept (x int); insert into kept values (7)");
        }

        await using var second = await _own.StartAsync();

        Assert.Equal(7, await OwnServer.ScalarAsync(second, "select x from kept"));
        Assert.DoesNotContain("made", second.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("recovered", second.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_LongDataFolder_UsesShortSocketFolder()
    {
        var options = new EmbeddedPostgresOptions { DataFolder = _own.Folder[new string('x', 100), "pg"] };
        await using var server = await EmbeddedPostgres.StartAsync(options, _own.Log, CancellationToken.None);
        var socketFolder = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;

        Assert.StartsWith("/tmp/tasker-pg-", socketFolder, StringComparison.Ordinal);
        Assert.Equal(1, await OwnServer.ScalarAsync(server, "select 1"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socketFolder));
        Directory.Delete(socketFolder, recursive: true);
    }

    [Fact]
    public async Task StartAsync_DataOfAnotherMajorVersion_SaysWhichServerIsNeeded()
    {
        await _own.StartAndStopAsync();
        await File.WriteAllTextAsync(_own.Folder["pg", "cluster", "PG_VERSION"], "14\n");

        var options = new EmbeddedPostgresOptions { DataFolder = _own.Data, AllowNpmFetch = false };
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(options, _own.Log, CancellationToken.None));

        Assert.Equal(EmbeddedPostgresFailure.WrongServerVersion, refusal.Failure);
        Assert.Contains("made by PostgreSQL 14", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SettingTheServerRefuses_ShowsItsLastWords()
    {
        var options = new EmbeddedPostgresOptions { DataFolder = _own.Data, Settings = { ["max_connections"] = "many" } };

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(options, _own.Log, CancellationToken.None));

        Assert.Equal(EmbeddedPostgresFailure.StartFailed, refusal.Failure);
        Assert.Contains("max_connections", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_OpenSessions_EndsThem()
    {
        await using var server = await _own.StartAsync();
        await using var session = new NpgsqlConnection(server.ConnectionString);
        await session.OpenAsync();

        await server.StopAsync(CancellationToken.None);

        Assert.True(server.Ended.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ServerLog_FailingStatement_KeepsItsValuesOutOfTheLog()
    {
        await using var server = await _own.StartAsync();

        await Assert.ThrowsAsync<PostgresException>(
            () => OwnServer.ScalarAsync(server, "create table t (x text primary key); insert into t values ('s3cret'), ('s3cret')"));
        await server.StopAsync(CancellationToken.None);

        Assert.DoesNotContain(_own.Log.Entries, entry => entry.Text.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(_own.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    public void Dispose() => _own.Dispose();
}
