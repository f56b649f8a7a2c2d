using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;

namespace Tasker.Data.DeadLetters;

/// <summary>Applies what people decide about entries: effect and audit row in one commit, on the console's connections.</summary>
public sealed class DeadLetterWriter(TaskerDataSource data)
{
    private const int MostTries = 10;

    /// <summary>Enters a task by hand, with the reason manual_dlq.</summary>
    /// <param name="commandId">Key of the audit row, a UUIDv7.</param>
    /// <param name="task">The task.</param>
    /// <param name="actor">Who, as <c>user:name</c>.</param>
    /// <param name="reason">Why; 1 to 1000 characters.</param>
    /// <param name="idempotencyKey">The caller's key; null: none.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    public Task<EnterOutcome> EnterAsync(Guid commandId, TaskId task, string actor, string reason, string? idempotencyKey, CancellationToken ct) => RepeatAsync(
        async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Command(GrowthSql.Lock, FlowWriter.Array([task], t => t.Value, NpgsqlDbType.Uuid)));
            batch.BatchCommands.Add(Command(
                DeadLetterSql.EnterByHand, Value(commandId, NpgsqlDbType.Uuid), Value(task.Value, NpgsqlDbType.Uuid), Value(actor, NpgsqlDbType.Varchar),
                Value(reason, NpgsqlDbType.Varchar), Value(idempotencyKey, NpgsqlDbType.Varchar)));
            await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
            await row.NextResultAsync(ct);
            await row.ReadAsync(ct);
            var entry = row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1);
            OperatorOutcome outcome = row.GetString(0) switch
            {
                "applied" => new OperatorOutcome.Applied(DeadLetterResolutions.Pending),
                "conflict" => new OperatorOutcome.Conflict(DeadLetterResolutions.Pending, $"the entry of {row.GetString(2)}", row.GetFieldValue<DateTimeOffset>(3)),
                "refused" => new OperatorOutcome.Refused("the idempotency key belongs to another command"),
                "not_found" => new OperatorOutcome.NotFound(),
                "replayed" => new OperatorOutcome.Replayed(
                    entry is null
                        ? new OperatorOutcome.Refused("the first command with this key did not enter the task")
                        : new OperatorOutcome.Applied(DeadLetterResolutions.Pending),
                    row.GetFieldValue<DateTimeOffset>(4)),
                var other => throw new InvalidOperationException($"an entry by hand came out as '{other}'"),
            };
            return new EnterOutcome(outcome, entry);
        },
        ct);

    /// <summary>Decides about entries, all in one commit.</summary>
    /// <param name="decision">What.</param>
    /// <param name="targets">Which entries; at most one when there is an idempotency key.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    /// <returns>One outcome for each, in their order; an applied one has the status as its state.</returns>
    public Task<IReadOnlyList<OperatorOutcome>> DecideAsync(DeadLetterDecision decision, IReadOnlyList<DeadLetterTarget> targets, CancellationToken ct) =>
        RepeatAsync(connection => DecideAsync(connection, decision, targets, null, requeued: false, ct), ct);

    /// <summary>
    /// Closes the entry of a task that was requeued, as of the time at which it was. What failed again since then gets an entry of its own in
    /// the same commit.
    /// </summary>
    /// <param name="decision">What.</param>
    /// <param name="target">The entry.</param>
    /// <param name="requeueKey">The idempotency key of the act that made the task run again.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    public Task<OperatorOutcome> CloseRequeuedAsync(DeadLetterDecision decision, DeadLetterTarget target, string requeueKey, CancellationToken ct) => RepeatAsync(
        async connection =>
        {
            await using var asked = new NpgsqlCommand(DeadLetterSql.AppliedAt, connection);
            asked.Parameters.Add(Value(requeueKey, NpgsqlDbType.Varchar));
            var at = await asked.ExecuteScalarAsync(ct) is DateTime time ? time : (DateTime?)null;
            return (await DecideAsync(connection, decision, [target], at, requeued: true, ct))[0];
        },
        ct);

    private static async Task<IReadOnlyList<OperatorOutcome>> DecideAsync(
        NpgsqlConnection connection, DeadLetterDecision decision, IReadOnlyList<DeadLetterTarget> targets, DateTime? at, bool requeued, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(DeadLetterSql.LockTasks, FlowWriter.Array(targets, t => t.EntryId, NpgsqlDbType.Uuid)));
        batch.BatchCommands.Add(Command(
            DeadLetterSql.Decide,
            FlowWriter.Array(targets, t => t.CommandId, NpgsqlDbType.Uuid), FlowWriter.Array(targets, t => t.EntryId, NpgsqlDbType.Uuid),
            Value(decision.Expected, NpgsqlDbType.Varchar), Value(decision.Resolution, NpgsqlDbType.Varchar), Value(decision.Notes, NpgsqlDbType.Varchar),
            Value(decision.Actor, NpgsqlDbType.Varchar), Value(decision.IdempotencyKey, NpgsqlDbType.Varchar), Value(decision.Kind, NpgsqlDbType.Varchar),
            Value(decision.Metadata, NpgsqlDbType.Jsonb), Value(at, NpgsqlDbType.TimestampTz)));
        if (requeued) batch.BatchCommands.Add(Command(DeadLetterSql.EnterAgain, Value(targets[0].EntryId, NpgsqlDbType.Uuid)));
        await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        await row.NextResultAsync(ct);
        var outcomes = new List<OperatorOutcome>(targets.Count);
        while (await row.ReadAsync(ct)) outcomes.Add(Outcome(row));
        // Errors of the last statement show only when its result is reached.
        await row.NextResultAsync(ct);
        return outcomes;
    }

    private static OperatorOutcome Outcome(NpgsqlDataReader row) => row.GetString(0) switch
    {
        "applied" => new OperatorOutcome.Applied(row.GetString(2)),
        "conflict" => new OperatorOutcome.Conflict(
            row.GetString(2), row.IsDBNull(3) ? "nobody" : row.GetString(3), row.IsDBNull(4) ? DateTimeOffset.MinValue : row.GetFieldValue<DateTimeOffset>(4)),
        "refused" => new OperatorOutcome.Refused(row.GetString(1)),
        "not_found" => new OperatorOutcome.NotFound(),
        "replayed" => new OperatorOutcome.Replayed(First(row), row.GetFieldValue<DateTimeOffset>(7)),
        var other => throw new InvalidOperationException($"a decision came out as '{other}'"),
    };

    private static OperatorOutcome First(NpgsqlDataReader row) =>
        row.GetString(5) == "applied" ? new OperatorOutcome.Applied(row.GetString(2)) : new OperatorOutcome.Refused(row.GetString(6));

    private async Task<T> RepeatAsync<T>(Func<NpgsqlConnection, Task<T>> act, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await data.Console.OpenConnectionAsync(ct);
                return await act(connection);
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // Two calls with one key at the same instant, or a crossing with the engine; the second sees the first now.
            }
        }
    }

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
