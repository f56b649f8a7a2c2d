using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>Applies operators' acts: effect, history and audit row in one commit, on the console's connections.</summary>
public sealed class OperatorWriter(TaskerDataSource data)
{
    // Enough for any storm: each repetition means that another writer got through.
    private const int MostTries = 10;

    /// <summary>
    /// Does one act to some targets, all in one commit. A deadlock with the engine, or two calls with one key at the same instant,
    /// is repeated whole; the other side holds the locks then, so there is nothing to wait for first.
    /// </summary>
    /// <param name="act">What.</param>
    /// <param name="targets">To what. Acts other than a retry take at most one step of a task in one call.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <exception cref="ArgumentException">Two targets share a task, although one might wait for the other.</exception>
    public async Task<OperatorResult> ApplyAsync(OperatorAct act, IReadOnlyList<OperatorTarget> targets, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(targets);
        if (act.Moves.Any(m => m.Path is [.., 7] or [.., 10]) && targets.DistinctBy(t => t.TaskId).Count() != targets.Count)
        {
            throw new ArgumentException("steps of one task have to be ended one by one", nameof(targets));
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await data.Console.OpenConnectionAsync(ct);
                await using var batch = Batch(connection, act, targets);
                return await ReadAsync(batch, targets, ct);
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation)
            {
            }
        }
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, OperatorAct act, IReadOnlyList<OperatorTarget> targets)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(OperatorSql.LockTasks, FlowWriter.Array(targets, t => t.TaskId.Value, NpgsqlDbType.Uuid)));
        // A step in error or held back only moves under its task's lock.
        IReadOnlyList<OperatorTarget> raced = act.Scope == OperatorScope.FailedSteps ? [] : targets;
        batch.BatchCommands.Add(Command(
            OperatorSql.LockSteps,
            FlowWriter.Array(raced, t => t.TaskId.Value, NpgsqlDbType.Uuid),
            FlowWriter.Array(raced, t => t.StepNo ?? -1, NpgsqlDbType.Integer)));
        batch.BatchCommands.Add(ActCommand(act, targets));
        if (act.Scope == OperatorScope.FailedSteps)
        {
            batch.BatchCommands.Add(Command(OperatorSql.Reopen, FlowWriter.Array(targets, t => t.CommandId, NpgsqlDbType.Uuid)));
        }

        batch.BatchCommands.Add(Command(OperatorSql.Outcomes, TargetColumns(targets)));
        return batch;
    }

    private static NpgsqlBatchCommand ActCommand(OperatorAct act, IReadOnlyList<OperatorTarget> targets)
    {
        var sql = act.Scope switch
        {
            OperatorScope.Step => OperatorSql.ActOnSteps,
            OperatorScope.FailedSteps => OperatorSql.RetryAllFailed,
            OperatorScope.Task => OperatorSql.CloseTasks,
            _ => throw new ArgumentOutOfRangeException(nameof(act), act.Scope, "not a scope"),
        };
        return Command(
            sql,
            [
                new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                FlowWriter.Value(0),
                .. TargetColumns(targets),
                FlowWriter.Array(act.Moves, m => m.From, NpgsqlDbType.Smallint),
                FlowWriter.Array(act.Moves, m => m.Path.ToArray(), NpgsqlDbType.Bytea),
                Text(act.Kind, NpgsqlDbType.Varchar),
                Text(act.Actor, NpgsqlDbType.Varchar),
                Text(act.Reason, NpgsqlDbType.Varchar),
                Text(act.Args, NpgsqlDbType.Jsonb),
                Text(act.Result, NpgsqlDbType.Jsonb),
                Text(act.Failure, NpgsqlDbType.Jsonb),
                FlowWriter.Array(act.RefusedIn, s => (short)s, NpgsqlDbType.Smallint),
            ]);
    }

    private static NpgsqlParameter[] TargetColumns(IReadOnlyList<OperatorTarget> targets) =>
    [
        FlowWriter.Array(targets, t => t.CommandId, NpgsqlDbType.Uuid),
        FlowWriter.Array(targets, t => t.IdempotencyKey, NpgsqlDbType.Text),
        FlowWriter.Array(targets, t => t.TaskId.Value, NpgsqlDbType.Uuid),
        FlowWriter.Array(targets, t => t.StepNo, NpgsqlDbType.Integer),
        FlowWriter.Array(targets, t => t.Expected, NpgsqlDbType.Smallint),
    ];

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter Text(string? value, NpgsqlDbType type) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };

    private static async Task<OperatorResult> ReadAsync(NpgsqlBatch batch, IReadOnlyList<OperatorTarget> targets, CancellationToken ct)
    {
        await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        await reader.NextResultAsync(ct);
        var running = new List<InterruptedAttempt>();
        while (await reader.ReadAsync(ct))
        {
            if ((StepState)reader.GetInt16(2) != StepState.InProgress) continue;
            running.Add(new(new TaskId(reader.GetGuid(0)).Step(reader.GetInt32(1)), reader.GetInt16(3), reader.GetInt32(4)));
        }

        await reader.NextResultAsync(ct);
        var flow = new FlowResult();
        while (await reader.ReadAsync(ct)) FlowRow.Read(reader, flow);
        await reader.NextResultAsync(ct);
        var outcomes = new List<OperatorOutcome>(targets.Count);
        while (await reader.ReadAsync(ct)) outcomes.Add(OutcomeRow.Read(reader));
        return new OperatorResult(outcomes, flow.QueuedTemplates, [.. running.Where(r => WasEnded(r, targets, outcomes))]);
    }

    private static bool WasEnded(InterruptedAttempt attempt, IReadOnlyList<OperatorTarget> targets, List<OperatorOutcome> outcomes)
    {
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] is OperatorOutcome.Applied && targets[i].TaskId == attempt.StepId.Task
                && (targets[i].StepNo is null || targets[i].StepNo == attempt.StepId.StepNo))
            {
                return true;
            }
        }

        return false;
    }
}
