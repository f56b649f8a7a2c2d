using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

/// <summary>
/// The server of a killed owner. The owner is a shell in a process group of its own that holds the guard's pipe open, as Tasker
/// does, and is killed with SIGKILL.
/// </summary>
[Trait("Feature", "Embedded")]
public sealed class ServerGuardTests : IDisposable
{
    // Tells the group's id and the process that holds the writing end of the pipe.
    private const string Owner = "echo $$; { sh -c 'echo $$ >&3; exec sleep 600' | \"$@\"; } 3>&1";

    private readonly TemporaryFolder _folder = new();
    private readonly ServerLog _words = new(NullLogger.Instance);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OnUnix_OwnerKilled_ServerShutsDownInOrder(bool wholeGroup)
    {
        var options = new EmbeddedPostgresOptions { DataFolder = _folder["pg"] };
        ServerLaunch launch;
        await using (var first = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None))
        {
            launch = first.Process.Plan;
        }

        using var owner = StartOwner(launch);
        try
        {
            var group = (await owner.StandardOutput.ReadLineAsync())!;
            var writer = (await owner.StandardOutput.ReadLineAsync())!;
            var ended = PumpAsync(owner.StandardError);
            await _words.Ready.WaitAsync(TaskerHarness.Patience);

            await KillAsync(wholeGroup ? "-" + group : writer);
            // The guard and the server hold the other end of this pipe: its end is theirs.
            await ended.WaitAsync(TaskerHarness.Patience);
        }
        finally
        {
            owner.Kill(entireProcessTree: true);
        }

        Assert.False(File.Exists(_folder["pg", "cluster", "postmaster.pid"]));
        await using var next = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, CancellationToken.None);
        Assert.DoesNotContain("recovered", next.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("taken over", next.Summary, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Process StartOwner(ServerLaunch launch)
    {
        var guard = ServerGuard.OnUnix(launch.User, launch.Binaries.Postgres, launch.Arguments);
        var start = ChildProcess.Prepare(
            launch.User, "/usr/bin/setsid", ["/bin/sh", "-c", Owner, "owner", guard.FileName, .. guard.ArgumentList]);
        return Process.Start(start)!;
    }

    private static async Task KillAsync(string target)
    {
        var kill = ChildProcess.Prepare(user: null, "/bin/sh", ["-c", "kill -9 \"$1\"", "sh", target]);
        var result = await ChildProcess.RunAsync(kill, TaskerHarness.Patience, CancellationToken.None);
        Assert.True(result.Succeeded, result.Words);
    }

    private async Task PumpAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            _words.Add(line);
        }
    }
}
