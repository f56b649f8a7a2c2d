using Microsoft.Extensions.Logging;
using Npgsql;

namespace Tasker.Data;

/// <summary>Waits for a server that is not up yet: it may have been started at the same moment.</summary>
public static partial class DatabaseWait
{
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(2);

    /// <summary>Connects once, trying again with growing pauses (100 ms, doubling to 2 s) until the time is over.</summary>
    /// <exception cref="TaskerDatabaseException">The server could not be reached, or refused the user or the database.</exception>
    public static async Task UntilReachableAsync(NpgsqlDataSource dataSource, TimeSpan most, ILogger logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(ct);
                return;
            }
            catch (NpgsqlException e) when (IsStarting(e) && clock.GetElapsedTime(started) + pause < most)
            {
                LogWaiting(logger, e.GetType().Name, (most - clock.GetElapsedTime(started)).TotalSeconds);
            }
            catch (NpgsqlException e)
            {
                throw new TaskerDatabaseException($"ConnectionStrings:Tasker: the server could not be used: {e.Message}", e);
            }

            await Task.Delay(pause, clock, ct);
            pause = pause * 2 < MostPause ? pause * 2 : MostPause;
        }
    }

    // A wrong password or an unknown database does not get better by waiting.
    private static bool IsStarting(NpgsqlException e) => e is not PostgresException || e.SqlState is PostgresErrorCodes.CannotConnectNow;

    [LoggerMessage(1151, LogLevel.Warning, "The database is not reachable yet ({Error}); trying for another {Seconds:0} s")]
    private static partial void LogWaiting(ILogger logger, string error, double seconds);
}
