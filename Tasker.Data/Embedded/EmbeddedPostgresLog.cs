using Microsoft.Extensions.Logging;

namespace Tasker.Data.Embedded;

internal static partial class EmbeddedPostgresLog
{
    [LoggerMessage(1101, LogLevel.Information, "{Summary}")]
    public static partial void Started(ILogger logger, string summary);

    [LoggerMessage(1102, LogLevel.Information, "PostgreSQL stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1103, LogLevel.Critical, "PostgreSQL ended unexpectedly with exit code {ExitCode}; its last words: {Tail}")]
    public static partial void EndedUnexpectedly(ILogger logger, int exitCode, string tail);

    [LoggerMessage(1104, LogLevel.Warning, "PostgreSQL did not stop within {Seconds} s and was stopped at once; it recovers at its next start")]
    public static partial void StoppedAtOnce(ILogger logger, double seconds);

    [LoggerMessage(1105, LogLevel.Information, "Fetching the PostgreSQL server (npm package version {Version}) into {Folder}")]
    public static partial void FetchingServer(ILogger logger, string version, string folder);

    [LoggerMessage(1106, LogLevel.Warning, "PostgreSQL server {ProcessId} of a killed Tasker still ran and is being stopped")]
    public static partial void StoppingLeftover(ILogger logger, int processId);

    [LoggerMessage(EventId = 1107, Message = "postgres: {Line}")]
    public static partial void ServerLine(ILogger logger, LogLevel level, string line);

    [LoggerMessage(1108, LogLevel.Critical, "THE DATABASE CAN LOSE COMMITTED WORK: {Problem}. Accepted because {Option} is true")]
    public static partial void UnsafeDurabilityAllowed(ILogger logger, string problem, string option);

    [LoggerMessage(1109, LogLevel.Warning, "PostgreSQL's earlier processes are still ending; trying again")]
    public static partial void WaitingForProcesses(ILogger logger);
}
