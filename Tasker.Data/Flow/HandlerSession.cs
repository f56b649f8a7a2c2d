using Npgsql;

namespace Tasker.Data.Flow;

/// <summary>The session of a handler's own transaction, where its writes end and the engine's begin.</summary>
public static class HandlerSession
{
    // Lives as long as the transaction: whoever commits or rolls back takes it away, by whatever means.
    private const string Mark = "tasker.handler_transaction";

    /// <summary>Marks the transaction that was begun on the connection as the one that the engine will commit.</summary>
    public static async Task MarkAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select set_config('{Mark}', 'open', true)", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Gives the rest of the transaction the plan settings that the flow statements are written for; the handler's own statements ran with the
    /// server's.
    /// </summary>
    /// <returns>False: it is no longer the marked transaction; the handler committed it or rolled it back.</returns>
    public static async Task<bool> PrepareForEndAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select current_setting('{Mark}', true) = 'open'
                and set_config('enable_seqscan', 'off', true) is not null
                and set_config('plan_cache_mode', 'force_generic_plan', true) is not null
            """,
            connection);
        return await command.ExecuteScalarAsync(ct) is true;
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
