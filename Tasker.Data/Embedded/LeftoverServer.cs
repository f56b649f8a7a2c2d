using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Tasker.Data.Embedded;

/// <summary>
/// What a killed Tasker left behind: a server that still runs, or a pid file that names a dead, zombie or recycled process. Only
/// a process whose command line names this cluster counts as its server.
/// </summary>
internal sealed class LeftoverServer(string cluster, ServerBinaries binaries, ServerUser? user, ILogger logger)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private string PidFile => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Stops a server that still runs and removes its pid file. Only for the holder of the data folder.</summary>
    /// <returns>Whether a server still ran.</returns>
    public async Task<bool> ClearAsync(TimeSpan patience, CancellationToken ct)
    {
        var wasRunning = false;
        if (await FindAsync(ct) is { } pid)
        {
            wasRunning = true;
            EmbeddedPostgresLog.StoppingLeftover(logger, pid);
            await StopAsync(patience, ct);
        }

        // PostgreSQL itself would refuse to start if the number in it belongs to any process today. Its children, should some
        // still be ending, are guarded against by their shared memory, not by this file.
        File.Delete(PidFile);
        return wasRunning;
    }

    private async Task StopAsync(TimeSpan patience, CancellationToken ct)
    {
        foreach (var mode in (string[])["fast", "immediate"])
        {
            var arguments = (string[])["stop", "-D", cluster, "-m", mode, "-w", "-t", $"{Math.Max(1, (int)patience.TotalSeconds)}"];
            await ChildProcess.RunAsync(ChildProcess.Prepare(user, binaries.PgCtl, arguments), patience + TimeSpan.FromSeconds(5), ct);

            // pg_ctl is content when the pid file is gone, which is a moment before the process is.
            for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(1); waited += Glance)
            {
                if (await FindAsync(ct) is null)
                {
                    return;
                }

                await Task.Delay(Glance, TimeProvider.System, ct);
            }
        }

        throw new EmbeddedPostgresException(
            EmbeddedPostgresFailure.StartFailed, $"The server of an earlier Tasker in {cluster} still runs and can't be stopped.", cluster);
    }

    /// <summary>The running server's process; null when the pid file is missing or names another process.</summary>
    private async Task<int?> FindAsync(CancellationToken ct)
    {
        string? first;
        try
        {
            first = File.ReadLines(PidFile).FirstOrDefault();
        }
        catch (IOException)
        {
            return null;
        }

        return int.TryParse(first, CultureInfo.InvariantCulture, out var pid) && pid > 0 && await IsServerAsync(pid, ct) ? pid : null;
    }

    private async Task<bool> IsServerAsync(int pid, CancellationToken ct)
    {
        if (OperatingSystem.IsLinux())
        {
            return ReadCommandLine(pid).Split('\0').Contains(cluster, StringComparer.Ordinal);
        }

        if (OperatingSystem.IsWindows())
        {
            return Process.GetProcessesByName("postgres").Any(process => process.Id == pid);
        }

        var arguments = (string[])["-o", "command=", "-p", pid.ToString(CultureInfo.InvariantCulture)];
        var ps = await ChildProcess.RunAsync(ChildProcess.Prepare(user: null, "ps", arguments), TimeSpan.FromSeconds(5), ct);
        return ps.Output.Contains(cluster, StringComparison.Ordinal);
    }

    // The command line, unlike the working folder, can be read in a container without special rights; a zombie has none.
    private static string ReadCommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
