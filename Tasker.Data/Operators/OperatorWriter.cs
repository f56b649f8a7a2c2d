using System.Data;
using Npgsql;
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
    public Task<OperatorResult> ApplyAsync(OperatorAct act, IReadOnlyList<OperatorTarget> targets, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(targets);
        var ends = act.Scope == OperatorScope.Downstream || act.Moves.Any(m => m.Path is [.., 7] or [.., 10]);
        if (ends && targets.DistinctBy(t => t.TaskId).Count() != targets.Count)
        {
            throw new ArgumentException("steps of one task have to be ended one by one", nameof(targets));
        }

        return RepeatedAsync(
            async connection =>
            {
                await using var batch = OperatorBatch.Make(connection, act, targets);
                return await ReadAsync(batch, targets, ct);
            },
            ct);
    }

    /// <summary>
    /// Ends one step by hand that others come into being with (a decision, a batch): these are added in the same commit. The task is locked
    /// first, so what is planned is planned from what is there.
    /// </summary>
    /// <param name="act">The act; its scope is <see cref="OperatorScope.Step"/>.</param>
    /// <param name="target">The step.</param>
    /// <param name="plan">Says from the steps of the task what is to be added, or why the act is refused.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    public Task<OperatorResult> ApplyGrowingAsync(
        OperatorAct act, OperatorTarget target, Func<IReadOnlyList<ExistingStep>, OperatorGrowth> plan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(plan);
        return RepeatedAsync(connection => GrowAsync(connection, act, target, plan, ct), ct);
    }

    private static async Task<OperatorResult> GrowAsync(
        NpgsqlConnection connection, OperatorAct act, OperatorTarget target, Func<IReadOnlyList<ExistingStep>, OperatorGrowth> plan, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await GrowthWriter.LockAsync(connection, [target.TaskId], ct);
        var existing = await GrowthWriter.ReadStepsAsync(connection, target.TaskId, ct);
        // A step that is not there, or has ended, is answered for by the act itself.
        var growth = existing.Exists(s => s.StepNo == target.StepNo && !s.Finished) ? plan(existing) : OperatorGrowth.None;
        await transaction.SaveAsync("growth", ct);
        await GrowthWriter.AddAsync(connection, target.TaskId, growth.Added, ct);
        var result = await OnceAsync(connection, act with { Refusal = growth.Problem }, target, ct);
        if (result.Outcomes[0] is not OperatorOutcome.Applied && growth.Added != Growth.None)
        {
            // The steps must not stay without the act; under the same locks it comes out the same without them.
            await transaction.RollbackAsync("growth", ct);
            result = await OnceAsync(connection, act, target, ct);
        }

        await transaction.CommitAsync(ct);
        return result;
    }

    private static async Task<OperatorResult> OnceAsync(NpgsqlConnection connection, OperatorAct act, OperatorTarget target, CancellationToken ct)
    {
        await using var batch = OperatorBatch.Make(connection, act, [target]);
        return await ReadAsync(batch, [target], ct);
    }

    private async Task<OperatorResult> RepeatedAsync(Func<NpgsqlConnection, Task<OperatorResult>> act, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await data.Console.OpenConnectionAsync(ct);
                return await act(connection);
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation)
            {
            }
        }
    }

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
