using System.Diagnostics;

namespace Tasker.Data.Embedded;

/// <summary>
/// The lifeline between Tasker and its server: a pipe that Tasker holds open. When it ends, by an orderly stop or because Tasker
/// was killed in whatever way, the server is shut down.
/// </summary>
internal static class ServerGuard
{
    private const string SetSid = "/usr/bin/setsid";

    // The server runs as the shell's child, and a second shell waits for the end of the pipe. Signals to the guard are ignored:
    // it must outlive Tasker's process group, and its exit code is the server's. "set -m" stands in where there is no setsid
    // (macOS): Ctrl+C in a terminal must reach Tasker, which stops the server last, and not the server itself.
    private const string Script =
        """
        trap '' HUP INT TERM
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        (while read -r line <&3; do :; done; kill -INT $server 2>/dev/null) &
        watcher=$!
        wait $server
        code=$?
        kill -KILL $watcher 2>/dev/null
        exit $code
        """;

    /// <summary>A server whose own standard input is the lifeline.</summary>
    public static ProcessStartInfo OnUnix(ServerUser? user, string postgres, IEnumerable<string> arguments)
    {
        var hasSetSid = File.Exists(SetSid);
        List<string> command = ["/bin/sh", "-c", hasSetSid ? Script : "set -m\n" + Script, "tasker-postgres-guard", postgres, .. arguments];
        if (hasSetSid)
        {
            command.Insert(0, SetSid);
        }

        return ChildProcess.Prepare(user, command[0], command.Skip(1));
    }

    /// <summary>A process beside the server, where there is no such shell.</summary>
    public static ProcessStartInfo OnWindows(ServerBinaries binaries, string cluster)
    {
        var command = $"[Console]::In.ReadToEnd() | Out-Null; & {Quote(binaries.PgCtl)} stop -m fast -w -D {Quote(cluster)}";
        return ChildProcess.Prepare(user: null, "powershell", ["-NoProfile", "-NonInteractive", "-Command", command]);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
