using Npgsql;
using NpgsqlTypes;
using Tasker.Data.DeadLetters;
using Tasker.Data.Events;
using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>
/// Adds steps to tasks under way. Everything runs in a transaction of the caller: lock, read, decide, write, and commit only if the
/// end was accepted. So of two nodes with one outcome the second finds the attempt ended and rolls back.
/// </summary>
public static class GrowthWriter
{
    /// <summary>Locks the rows of tasks, in the order of their ids, until the transaction ends.</summary>
    public static async Task LockAsync(NpgsqlConnection connection, IEnumerable<TaskId> tasks, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(GrowthSql.Lock, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. tasks.Select(t => t.Value).Distinct()] });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The steps of a task whose row is locked: nobody adds or finishes one until the transaction ends.</summary>
    public static async Task<List<ExistingStep>> ReadStepsAsync(NpgsqlConnection connection, TaskId task, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(GrowthSql.Existing, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = task.Value });
        await using var row = await command.ExecuteReaderAsync(ct);
        var steps = new List<ExistingStep>();
        while (await row.ReadAsync(ct)) steps.Add(new ExistingStep(row.GetInt32(0), row.GetInt32(1), row.GetBoolean(2)));
        return steps;
    }

    /// <summary>The result that an attempt handed over; null when it has been accepted meanwhile, for instance from a second copy of its message.</summary>
    public static async Task<string?> ReadHandedOverAsync(NpgsqlConnection connection, TaskId task, int stepNo, short attempt, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select s.result from tasker.steps s where s.task_id = $1 and s.step_no = $2 and s.attempts = $3 and s.state = 4", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = task.Value });
        command.Parameters.Add(FlowWriter.Value(stepNo));
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = attempt });
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>
    /// Adds steps and dependencies, ends the attempt of this node that called for them and counts down what waits for it. The caller
    /// rolls back when the end is not among the accepted.
    /// </summary>
    public static async Task<FlowResult> AdvanceWithNewStepsAsync(
        NpgsqlConnection connection, int node, StepEnd end, Growth growth, int places, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(growth);
        await using var batch = Batch(connection, end.TaskId, growth);
        batch.BatchCommands.Add(FlowWriter.AdvanceCommand(node, [end], places, node, leaseMustRun: true));
        return await EndAsync(batch, node, end, ct);
    }

    /// <summary>The same for a result that came through the queue.</summary>
    public static async Task<FlowResult> AcceptWithNewStepsAsync(
        NpgsqlConnection connection, int node, StepEnd end, Growth growth, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(growth);
        await using var batch = Batch(connection, end.TaskId, growth);
        batch.BatchCommands.Add(FlowWriter.AcceptCommand(node, [end], fromSuccess: true));
        return await EndAsync(batch, node, end, ct);
    }

    /// <summary>Adds steps and dependencies alone; the step that calls for them is ended by the caller, in the same transaction.</summary>
    internal static async Task AddAsync(NpgsqlConnection connection, TaskId task, Growth growth, CancellationToken ct)
    {
        await using var batch = Batch(connection, task, growth);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
    }

    // An end that is a failure (an outcome that cannot be carried out) is entered like any other.
    private static async Task<FlowResult> EndAsync(NpgsqlBatch batch, int node, StepEnd end, CancellationToken ct)
    {
        FailedEntries.AddTo(batch, [end]);
        DomainEventSql.AddTo(batch, node, [end]);
        return await FlowWriter.ReadAsync(batch, ct);
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, TaskId task, Growth growth)
    {
        var (steps, edges) = (growth.Steps, growth.Edges);
        var batch = new NpgsqlBatch(connection);
        if (steps.Count > 0)
        {
            var command = new NpgsqlBatchCommand(GrowthSql.AddSteps);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = task.Value });
            command.Parameters.Add(FlowWriter.Array(steps, s => s.StepNo, NpgsqlDbType.Integer));
            command.Parameters.Add(FlowWriter.Array(steps, s => s.TemplateStepNo, NpgsqlDbType.Integer));
            command.Parameters.Add(FlowWriter.Array(steps, s => s.Waits, NpgsqlDbType.Integer));
            command.Parameters.Add(FlowWriter.Array(steps, s => s.Name, NpgsqlDbType.Text));
            command.Parameters.Add(FlowWriter.Array(steps, s => s.Inputs, NpgsqlDbType.Jsonb));
            command.Parameters.Add(FlowWriter.Array(steps, s => s.Place, NpgsqlDbType.Smallint));
            batch.BatchCommands.Add(command);
        }

        if (growth.Batch is { } workers)
        {
            var command = new NpgsqlBatchCommand(GrowthSql.AddBatch);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = task.Value });
            command.Parameters.Add(FlowWriter.Value(workers.WorkerNo));
            command.Parameters.Add(FlowWriter.Value(workers.Parallelism));
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)workers.Strategy });
            batch.BatchCommands.Add(command);
        }

        if (edges.Count > 0)
        {
            var command = new NpgsqlBatchCommand(GrowthSql.AddEdges);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = task.Value });
            command.Parameters.Add(FlowWriter.Array(edges, e => e.FromNo, NpgsqlDbType.Integer));
            command.Parameters.Add(FlowWriter.Array(edges, e => e.ToNo, NpgsqlDbType.Integer));
            command.Parameters.Add(FlowWriter.Array(edges, e => e.Name, NpgsqlDbType.Text));
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
