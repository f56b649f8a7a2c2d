using Npgsql;
using Tasker.Data.Flow;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Retention;

/// <summary>
/// Deletes tasks that ended long ago, with all that belongs to them, a few in a transaction. Rows that somebody holds are passed over, so
/// it neither waits nor makes others wait for long; two at once do no harm. Acts of operators stay: they are the audit log.
/// </summary>
public static class RetentionStore
{
    /// <summary>Deletes from one slice of the tasks of a state.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="state">A terminal state.</param>
    /// <param name="after">Where the last slice ended; default begins at the oldest.</param>
    /// <param name="keep">How long ago a task must have ended.</param>
    /// <param name="tasks">Tasks looked at, at most; at least 1.</param>
    /// <param name="steps">Their steps together, about; one task is always taken whole.</param>
    /// <param name="ct">Cancels; what was not committed stays.</param>
    public static async Task<RetentionSlice> DeleteAsync(
        NpgsqlDataSource source, TaskState state, TaskId after, TimeSpan keep, int tasks, int steps, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (last, looked, picked) = await PickAsync(connection, Phase(state), after, keep, tasks, steps, ct);
        if (picked.Length == 0) return new RetentionSlice(last, looked, 0, 0, 0);
        // A statement of its own sees what was committed before the locks were held.
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var sql in RetentionSql.Delete)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { FlowWriter.Array(picked, t => t, NpgsqlTypes.NpgsqlDbType.Uuid) } });
        }

        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new RetentionSlice(
            last, looked, batch.BatchCommands[^1].RecordsAffected, batch.BatchCommands[2].RecordsAffected, batch.BatchCommands[0].RecordsAffected);
    }

    /// <summary>Deletes archived messages of the engine's own queues.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="keep">How long ago a message must have been archived.</param>
    /// <param name="most">Messages of each queue at most.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many were deleted.</returns>
    public static async Task<long> PurgeArchivesAsync(NpgsqlDataSource source, TimeSpan keep, int most, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(RetentionSql.PurgeArchives);
        command.Parameters.Add(Rows.Value(keep));
        command.Parameters.Add(Rows.Value(most));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<(TaskId? Last, int Looked, Guid[] Picked)> PickAsync(
        NpgsqlConnection connection, short phase, TaskId after, TimeSpan keep, int tasks, int steps, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(RetentionSql.Pick, connection);
        command.Parameters.Add(Rows.Value(phase));
        command.Parameters.Add(Rows.Value(after.Value));
        command.Parameters.Add(Rows.Value(keep));
        command.Parameters.Add(Rows.Value(tasks));
        command.Parameters.Add(Rows.Value((long)steps));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.Uuid(0) is { } last ? new TaskId(last) : null, row.GetInt32(1), row.GetFieldValue<Guid[]>(2));
    }

    // The column "phase" of tasks, which their index begins with.
    private static short Phase(TaskState state) => state switch
    {
        TaskState.Complete => 2,
        TaskState.Error => 3,
        TaskState.Cancelled => 4,
        TaskState.ResolvedManually => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "the state is not terminal"),
    };
}
