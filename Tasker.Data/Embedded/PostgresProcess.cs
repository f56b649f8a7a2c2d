using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Tasker.Data.Embedded;

/// <summary>A running server and the lifeline by which it ends with this process.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private readonly Process _server;
    private readonly Process? _watchdog;
    private readonly ServerLaunch _launch;
    private readonly ILogger _logger;
    private readonly ServerLog _log;
    private readonly StreamWriter _lifeline;
    private readonly Task _ended;
    private volatile bool _isExpectedToEnd = true;

    private PostgresProcess(Process server, Process? watchdog, ServerLaunch launch, ServerLog log, ILogger logger)
    {
        _server = server;
        _watchdog = watchdog;
        _launch = launch;
        _log = log;
        _logger = logger;
        _lifeline = (watchdog ?? server).StandardInput;
        _ended = WatchAsync();
    }

    /// <summary>Whether the server replayed its log because it had not been stopped in order.</summary>
    public bool HasRecovered => _log.HasRecovered;

    internal ServerLaunch Plan => _launch;

    /// <summary>Completes when the server has ended, in whatever way.</summary>
    public Task Ended => _ended;

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    /// <exception cref="EmbeddedPostgresException">It ended instead, or took too long.</exception>
    public static async Task<PostgresProcess> StartAsync(ServerLaunch launch, ILogger logger, CancellationToken ct)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            var log = new ServerLog(logger);
            var process = Launch(launch, log, logger);
            try
            {
                if (await process.WaitUntilReadyAsync(launch.StartTimeout - deadline.Elapsed, ct))
                {
                    process._isExpectedToEnd = false;
                    return process;
                }
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }

            await process.DisposeAsync();
            // The children of a killed server end by themselves within moments, and the data are theirs until then.
            if (!log.Tail.Contains("pre-existing shared memory block", StringComparison.Ordinal) || deadline.Elapsed > launch.StartTimeout)
            {
                throw new EmbeddedPostgresException(
                    EmbeddedPostgresFailure.StartFailed,
                    $"PostgreSQL ended instead of starting in {launch.Cluster}. Its last words:\n{log.Tail}", launch.Cluster);
            }

            EmbeddedPostgresLog.WaitingForProcesses(logger);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }
    }

    /// <summary>Shuts the server down: sessions are ended, everything is written, then it goes.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        _isExpectedToEnd = true;
        _lifeline.Close();
        try
        {
            await _ended.WaitAsync(_launch.StopTimeout, TimeProvider.System, ct);
        }
        catch (TimeoutException)
        {
            EmbeddedPostgresLog.StoppedAtOnce(_logger, _launch.StopTimeout.TotalSeconds);
            var stop = ChildProcess.Prepare(_launch.User, _launch.Binaries.PgCtl, ["stop", "-m", "immediate", "-w", "-D", _launch.Cluster]);
            await ChildProcess.RunAsync(stop, _launch.StopTimeout, ct);
            await _ended.WaitAsync(_launch.StopTimeout, TimeProvider.System, ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _server.Dispose();
        _watchdog?.Dispose();
    }

    private static PostgresProcess Launch(ServerLaunch launch, ServerLog log, ILogger logger)
    {
        var windows = OperatingSystem.IsWindows();
        var server = new Process
        {
            StartInfo = windows
                ? ChildProcess.Prepare(launch.User, launch.Binaries.Postgres, launch.Arguments)
                : ServerGuard.OnUnix(launch.User, launch.Binaries.Postgres, launch.Arguments),
        };
        server.ErrorDataReceived += (_, line) => log.Add(line.Data);
        server.OutputDataReceived += (_, line) => log.Add(line.Data);
        try
        {
            server.Start();
        }
        catch (Win32Exception e)
        {
            server.Dispose();
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.StartFailed, $"{server.StartInfo.FileName} can't be started: {e.Message}", launch.Cluster, e);
        }

        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        var watchdog = windows ? Process.Start(ServerGuard.OnWindows(launch.Binaries, launch.Cluster)) : null;
        return new PostgresProcess(server, watchdog, launch, log, logger);
    }

    /// <summary>Whether the server became ready; false when it ended.</summary>
    private async Task<bool> WaitUntilReadyAsync(TimeSpan patience, CancellationToken ct)
    {
        try
        {
            var left = patience > TimeSpan.Zero ? patience : TimeSpan.Zero;
            return await Task.WhenAny(_log.Ready, _ended).WaitAsync(left, TimeProvider.System, ct) == _log.Ready;
        }
        catch (TimeoutException e)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.StartTimedOut,
                $"PostgreSQL did not become ready within {_launch.StartTimeout.TotalSeconds:0} s "
                + $"({EmbeddedPostgresOptions.Section}:StartTimeout; a recovery after a crash may need more). Its last words:\n{_log.Tail}",
                _launch.Cluster, e);
        }
    }

    private async Task WatchAsync()
    {
        await _server.WaitForExitAsync(CancellationToken.None);
        if (!_isExpectedToEnd)
        {
            EmbeddedPostgresLog.EndedUnexpectedly(_logger, _server.ExitCode, _log.Tail);
        }
    }
}
