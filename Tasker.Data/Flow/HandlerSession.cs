using Npgsql;

namespace Tasker.Data.Flow;

/// <summary>The session of a handler's own transaction, where its writes end and the engine's begin.</summary>
public static class HandlerSession
{
    /// <summary>
    /// Gives the rest of the transaction the plan settings that the flow statements are written for; the handler's own statements ran with the
    /// server's.
    /// </summary>
    public static async Task PrepareForEndAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            set local enable_seqscan = off;
            set local plan_cache_mode = force_generic_plan
            """,
            connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends a session from outside, whatever it is doing: its transaction is rolled back and its locks are free.</summary>
    /// <param name="dataSource">Of the same database user.</param>
    /// <param name="processId">The session's server process.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task TerminateAsync(NpgsqlDataSource dataSource, int processId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select pg_terminate_backend($1)");
        command.Parameters.AddWithValue(processId);
        await command.ExecuteNonQueryAsync(ct);
    }
}
