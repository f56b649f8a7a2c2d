using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

/// <summary>What killed processes leave behind, and two processes that want one folder.</summary>
[Trait("Feature", "Embedded")]
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedPostgresRecoveryTests : IDisposable
{
    private readonly OwnServer _own = new();

    [Fact]
    public async Task StartAsync_AfterServerWasKilled_RecoversCommittedWork()
    {
        await using (var first = await _own.StartAsync())
        {
            await OwnServer.ScalarAsync(first, "create table kept (x int); insert into kept values (7)");
            await _own.KillServerAsync(first);
        }

        await using var second = await _own.StartAsync();

        Assert.Equal(7, await OwnServer.ScalarAsync(second, "select x from kept"));
        Assert.Contains("recovered after an unclean stop", second.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_ServerKilled_IsLoggedAsCritical()
    {
        await using var server = await _own.StartAsync();

        await _own.KillServerAsync(server);

        Assert.Contains(_own.Log.Entries, entry => entry is { Level: LogLevel.Critical, Id.Id: 1103 });
    }

    [Fact]
    public async Task StartAsync_PidFileOfAnotherProcess_StartsAndLeavesThatProcessAlone()
    {
        await _own.StartAndStopAsync();
        using var bystander = OwnServer.StartBystander();
        await File.WriteAllTextAsync(
            _own.PidFile, $"{bystander.Id}\n{_own.Folder["pg", "cluster"]}\n1700000000\n5432\n{_own.Folder["pg", "socket"]}\n\n  1  1\nready\n");

        await using var server = await _own.StartAsync();

        Assert.NotEqual(bystander.Id, _own.ServerPid());
        Assert.False(bystander.HasExited);
        bystander.Kill();
    }

    [Fact]
    public async Task StartAsync_SocketLockOfAnotherProcess_Starts()
    {
        await _own.StartAndStopAsync();
        using var bystander = OwnServer.StartBystander();
        await File.WriteAllTextAsync(_own.Folder["pg", "socket", ".s.PGSQL.5432.lock"], $"{bystander.Id}\n");

        await using var server = await _own.StartAsync();

        Assert.Equal(1, await OwnServer.ScalarAsync(server, "select 1"));
        bystander.Kill();
    }

    [Fact]
    public async Task StartAsync_ServerOfKilledOwnerStillRuns_TakesItOver()
    {
        var launch = await _own.StartAndStopAsync();
        using var orphan = new Process { StartInfo = ChildProcess.Prepare(launch.User, launch.Binaries.Postgres, launch.Arguments) };
        var ready = new ServerLog(_own.Log);
        orphan.ErrorDataReceived += (_, line) => ready.Add(line.Data);
        orphan.Start();
        orphan.BeginErrorReadLine();
        await ready.Ready.WaitAsync(TaskerHarness.Patience);

        await using var server = await _own.StartAsync();

        Assert.True(orphan.HasExited);
        Assert.NotEqual(orphan.Id, _own.ServerPid());
        Assert.Contains("taken over from a killed Tasker", server.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_HalfMadeCluster_IsMadeAnew()
    {
        await _own.StartAndStopAsync();
        Directory.Move(_own.Folder["pg", "cluster"], _own.Folder["pg", "cluster.new-0badcafe"]);
        File.Delete(_own.Folder["pg", "cluster.new-0badcafe", "global", "pg_control"]);

        await using var server = await _own.StartAsync();

        Assert.Contains("made anew after an interrupted first start", server.Summary, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_own.Data, "cluster.new*"));
    }

    [Fact]
    public async Task StartAsync_UsedFolder_IsRefusedWithOwnerAndWayToJoin()
    {
        await using var first = await _own.StartAsync();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(_own.StartAsync);

        Assert.Equal(EmbeddedPostgresFailure.DataFolderInUse, refusal.Failure);
        Assert.Equal(Environment.ProcessId, refusal.OwnerProcessId);
        Assert.Contains($"ConnectionStrings:Tasker=\"{first.ConnectionString}\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await OwnServer.ScalarAsync(first, "select 1"));
    }

    [Fact]
    public async Task StopAsync_Twice_StopsOnceAndFreesTheFolder()
    {
        await using var server = await _own.StartAsync();

        await server.StopAsync(CancellationToken.None);
        await server.StopAsync(CancellationToken.None);

        Assert.False(File.Exists(_own.PidFile));
        Assert.Single(_own.Log.Entries, entry => entry.Id.Id == 1102);
        await using var next = await _own.StartAsync();
        Assert.DoesNotContain("recovered", next.Summary, StringComparison.Ordinal);
    }

    public void Dispose() => _own.Dispose();
}
