using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>Stores where an attempt is, fenced by step, attempt and lease.</summary>
public static class CheckpointWriter
{
    private const string Sql = "select c::text from tasker.save_checkpoint($1, $2, $3, $4, $5, $6, $7, $8, $9) c";

    /// <summary>Stores a checkpoint; a transaction begun on the connection is used.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="node">The node that holds the attempt.</param>
    /// <param name="step">The step.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="checkpoint">What is stored.</param>
    /// <param name="mostHistory">Checkpoints kept in the list of earlier ones, 1 or more.</param>
    /// <param name="ct">Cancels the wait, not the statement's effect once sent.</param>
    /// <returns>The step's checkpoint as it is now, JSON; null when the attempt is no longer the node's, and nothing was stored.</returns>
    public static async Task<string?> SaveAsync(
        NpgsqlConnection connection, int node, StepId step, short attempt, NewCheckpoint checkpoint, int mostHistory, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        await using var command = new NpgsqlCommand(Sql, connection);
        var p = command.Parameters;
        p.Add(FlowWriter.Value(node));
        p.Add(new NpgsqlParameter<Guid> { TypedValue = step.Task.Value });
        p.Add(FlowWriter.Value(step.StepNo));
        p.Add(new NpgsqlParameter<short> { TypedValue = attempt });
        p.Add(new NpgsqlParameter { Value = checkpoint.Cursor, NpgsqlDbType = NpgsqlDbType.Jsonb });
        p.Add(new NpgsqlParameter<long> { TypedValue = checkpoint.ItemsProcessed });
        p.Add(new NpgsqlParameter { Value = (object?)checkpoint.Accumulated ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        p.Add(new NpgsqlParameter<bool> { TypedValue = checkpoint.Yields });
        p.Add(FlowWriter.Value(mostHistory));
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
