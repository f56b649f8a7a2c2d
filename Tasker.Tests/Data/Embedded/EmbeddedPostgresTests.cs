using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

/// <summary>Real servers in folders of their own: first start, restart, and what killed processes leave behind.</summary>
[Trait("Feature", "Embedded")]
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _log = new();

    private string Data => _folder["pg"];

    private string PidFile => _folder["pg", "cluster", "postmaster.pid"];

    [Fact]
    public async Task StartAsync_EmptyFolder_MakesClusterAndDatabase()
    {
        await using var server = await StartAsync();

        Assert.Equal("tasker", await ScalarAsync(server, "select current_database()"));
        Assert.Contains(", made, ready in ", server.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Defaults_AreDurableAndWithoutTcp()
    {
        await using var server = await StartAsync();

        var settings = await ScalarAsync(server, """
            select concat_ws(',', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
                             current_setting('data_checksums'), current_setting('autovacuum'), '[' || current_setting('listen_addresses') || ']')
            """);
        Assert.Equal("on,on,on,on,on,[]", settings);
    }

    [Fact]
    public async Task StartAsync_SecondStart_FindsTheData()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "create table kept (x int); insert into kept values (7)");
        }

        await using var second = await StartAsync();

        Assert.Equal(7, await ScalarAsync(second, "select x from kept"));
        Assert.DoesNotContain("made", second.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("recovered", second.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_AfterServerWasKilled_RecoversCommittedWork()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "create table kept (x int); insert into kept values (7)");
            await KillServerAsync(first);
        }

        await using var second = await StartAsync();

        Assert.Equal(7, await ScalarAsync(second, "select x from kept"));
        Assert.Contains("recovered after an unclean stop", second.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_ServerKilled_IsLoggedAsCritical()
    {
        await using var server = await StartAsync();

        await KillServerAsync(server);

        Assert.Contains(_log.Entries, entry => entry is { Level: LogLevel.Critical, Id.Id: 1103 });
    }

    [Fact]
    public async Task StartAsync_PidFileOfAnotherProcess_StartsAndLeavesThatProcessAlone()
    {
        await StartAndStopAsync();
        using var bystander = StartBystander();
        await File.WriteAllTextAsync(
            PidFile, $"{bystander.Id}\n{_folder["pg", "cluster"]}\n1700000000\n5432\n{_folder["pg", "socket"]}\n\n  1  1\nready\n");

        await using var server = await StartAsync();

        Assert.NotEqual(bystander.Id, ServerPid());
        Assert.False(bystander.HasExited);
        bystander.Kill();
    }

    [Fact]
    public async Task StartAsync_SocketLockOfAnotherProcess_Starts()
    {
        await StartAndStopAsync();
        using var bystander = StartBystander();
        await File.WriteAllTextAsync(_folder["pg", "socket", ".s.PGSQL.5432.lock"], $"{bystander.Id}\n");

        await using var server = await StartAsync();

        Assert.Equal(1, await ScalarAsync(server, "select 1"));
        bystander.Kill();
    }

    [Fact]
    public async Task StartAsync_ServerOfKilledOwnerStillRuns_TakesItOver()
    {
        var launch = await StartAndStopAsync();
        using var orphan = new Process { StartInfo = ChildProcess.Prepare(launch.User, launch.Binaries.Postgres, launch.Arguments) };
        var ready = new ServerLog(_log);
        orphan.ErrorDataReceived += (_, line) => ready.Add(line.Data);
        orphan.Start();
        orphan.BeginErrorReadLine();
        await ready.Ready.WaitAsync(TimeSpan.FromSeconds(30));

        await using var server = await StartAsync();

        Assert.True(orphan.HasExited);
        Assert.NotEqual(orphan.Id, ServerPid());
        Assert.Contains("taken over from a killed Tasker", server.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_HalfMadeCluster_IsMadeAnew()
    {
        await StartAndStopAsync();
        Directory.Move(_folder["pg", "cluster"], _folder["pg", "cluster.new-0badcafe"]);
        File.Delete(_folder["pg", "cluster.new-0badcafe", "global", "pg_control"]);

        await using var server = await StartAsync();

        Assert.Contains("made anew after an interrupted first start", server.Summary, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Data, "cluster.new*"));
    }

    [Fact]
    public async Task StartAsync_UsedFolder_IsRefusedWithOwnerAndWayToJoin()
    {
        await using var first = await StartAsync();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(StartAsync);

        Assert.Equal(EmbeddedPostgresFailure.DataFolderInUse, refusal.Failure);
        Assert.Equal(Environment.ProcessId, refusal.OwnerProcessId);
        Assert.Contains($"ConnectionStrings:Tasker=\"{first.ConnectionString}\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ScalarAsync(first, "select 1"));
    }

    [Fact]
    public async Task StartAsync_LongDataFolder_UsesShortSocketFolder()
    {
        var options = new EmbeddedPostgresOptions { DataFolder = _folder[new string('x', 100), "pg"] };
        await using var server = await EmbeddedPostgres.StartAsync(options, _log, CancellationToken.None);
        var socketFolder = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;

        Assert.StartsWith("/tmp/tasker-pg-", socketFolder, StringComparison.Ordinal);
        Assert.Equal(1, await ScalarAsync(server, "select 1"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socketFolder));
        Directory.Delete(socketFolder, recursive: true);
    }

    [Fact]
    public async Task StartAsync_DataOfAnotherMajorVersion_SaysWhichServerIsNeeded()
    {
        await StartAndStopAsync();
        await File.WriteAllTextAsync(_folder["pg", "cluster", "PG_VERSION"], "14\n");

        var options = new EmbeddedPostgresOptions { DataFolder = Data, AllowNpmFetch = false };
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(options, _log, CancellationToken.None));

        Assert.Equal(EmbeddedPostgresFailure.WrongServerVersion, refusal.Failure);
        Assert.Contains("made by PostgreSQL 14", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SettingTheServerRefuses_ShowsItsLastWords()
    {
        var options = new EmbeddedPostgresOptions { DataFolder = Data, Settings = { ["max_connections"] = "many" } };

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.StartAsync(options, _log, CancellationToken.None));

        Assert.Equal(EmbeddedPostgresFailure.StartFailed, refusal.Failure);
        Assert.Contains("max_connections", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_Twice_StopsOnceAndFreesTheFolder()
    {
        await using var server = await StartAsync();

        await server.StopAsync(CancellationToken.None);
        await server.StopAsync(CancellationToken.None);

        Assert.False(File.Exists(PidFile));
        Assert.Single(_log.Entries, entry => entry.Id.Id == 1102);
        await using var next = await StartAsync();
        Assert.DoesNotContain("recovered", next.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_OpenSessions_EndsThem()
    {
        await using var server = await StartAsync();
        await using var session = new NpgsqlConnection(server.ConnectionString);
        await session.OpenAsync();

        await server.StopAsync(CancellationToken.None);

        Assert.True(server.Ended.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ServerLog_FailingStatement_KeepsItsValuesOutOfTheLog()
    {
        await using var server = await StartAsync();

        await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync(server, "create table t (x text primary key); insert into t values ('s3cret'), ('s3cret')"));
        await server.StopAsync(CancellationToken.None);

        Assert.DoesNotContain(_log.Entries, entry => entry.Text.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    public void Dispose() => _folder.Dispose();

    private static Process StartBystander() => Process.Start(ChildProcess.Prepare(ServerUser.Resolve(ServerUser.Usual), "sleep", ["600"]))!;

    private static async Task ExecuteAsync(EmbeddedPostgres server, string sql) => await ScalarAsync(server, sql);

    private static async Task<object?> ScalarAsync(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private Task<EmbeddedPostgres> StartAsync() =>
        EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = Data }, _log, CancellationToken.None);

    private async Task<ServerLaunch> StartAndStopAsync()
    {
        await using var server = await StartAsync();
        return server.Process.Plan;
    }

    private int ServerPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private async Task KillServerAsync(EmbeddedPostgres server)
    {
        using var postmaster = Process.GetProcessById(ServerPid());
        postmaster.Kill();
        await server.Ended.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
