using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.DeadLetters;
using Tasker.Data.Events;
using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>
/// Runs the flow statements on a connection that the caller owns. One call is one round trip and, outside a caller's transaction, one
/// commit; it either happens whole or not at all.
/// </summary>
public static class FlowWriter
{
    /// <summary>Creates tasks and ends attempts in one commit.</summary>
    /// <param name="connection">An open connection; a transaction begun on it is used.</param>
    /// <param name="node">The acting node.</param>
    /// <param name="creations">Tasks to create; may be empty.</param>
    /// <param name="ends">Attempts of this node that ended; may be empty.</param>
    /// <param name="forEnds">Free places of the local worker for successors.</param>
    /// <param name="forNew">Free places of the local worker for roots.</param>
    /// <param name="ct">Cancels the wait, not the statement's effect once sent.</param>
    public static async Task<FlowResult> WriteAsync(
        NpgsqlConnection connection, int node, IReadOnlyList<NewTask> creations, IReadOnlyList<StepEnd> ends, int forEnds, int forNew, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (ends.Count > 0) batch.BatchCommands.Add(AdvanceCommand(node, ends, forEnds, node, leaseMustRun: true));
        FailedEntries.AddTo(batch, ends);
        DomainEventSql.AddTo(batch, node, ends);
        if (creations.Count > 0) batch.BatchCommands.Add(CreateCommand(node, creations, forNew));
        return await ReadAsync(batch, ct);
    }

    /// <summary>The same for a caller that writes one kind of event.</summary>
    public static Task<FlowResult> WriteAsync(
        NpgsqlConnection connection, int node, IReadOnlyList<NewTask> creations, IReadOnlyList<StepEnd> ends, int places, CancellationToken ct) =>
        WriteAsync(connection, node, creations, ends, places, places, ct);

    /// <summary>
    /// Ends a few attempts that succeeded, in one commit and quicker than <see cref="WriteAsync(NpgsqlConnection, int, IReadOnlyList{NewTask}, IReadOnlyList{StepEnd}, int, CancellationToken)"/>
    /// does: less has to be started in the server. An end that is not in the answer was not written, and has to be written there.
    /// </summary>
    /// <param name="connection">An open connection; a transaction begun on it is used.</param>
    /// <param name="node">The acting node, whose attempts they are.</param>
    /// <param name="ends">The ends with, for each, the free places of the local worker for its successors; all with the outcome Complete.</param>
    /// <param name="ct">Cancels the wait, not the statement's effect once sent.</param>
    public static async Task<FlowResult> CompleteAsync(
        NpgsqlConnection connection, int node, IReadOnlyList<(StepEnd End, int Places)> ends, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        // By task id, as every statement locks tasks.
        foreach (var (end, places) in ends.OrderBy(e => e.End.TaskId.Value)) batch.BatchCommands.Add(CompleteCommand(node, end, places));
        DomainEventSql.AddTo(batch, node, [.. ends.Select(e => e.End)]);
        return await ReadAsync(batch, ct);
    }

    /// <summary>Ends attempts of a node whose lease ran out. Same fence, but the acting node is another.</summary>
    public static async Task<FlowResult> EndForDeadNodeAsync(
        NpgsqlConnection connection, int node, int deadNode, IReadOnlyList<StepEnd> ends, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(AdvanceCommand(node, ends, 0, deadNode, leaseMustRun: false));
        FailedEntries.AddTo(batch, ends);
        DomainEventSql.AddTo(batch, node, ends);
        return await ReadAsync(batch, ct);
    }

    /// <summary>Worker's half of the distributed path: stores results and sends the hand-over message.</summary>
    /// <returns>The steps whose attempt was still this node's.</returns>
    public static async Task<HashSet<StepId>> HandOverAsync(NpgsqlConnection connection, int node, IReadOnlyList<StepEnd> ends, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(IntakeSql.HandOver, connection);
        var p = command.Parameters;
        p.Add(Value(node));
        p.Add(Array(ends, e => e.TaskId.Value, NpgsqlDbType.Uuid));
        p.Add(Array(ends, e => e.StepNo, NpgsqlDbType.Integer));
        p.Add(Array(ends, e => e.Attempt, NpgsqlDbType.Smallint));
        p.Add(Array(ends, e => e.Outcome == StepState.Complete, NpgsqlDbType.Boolean));
        p.Add(Array(ends, e => e.Result, NpgsqlDbType.Jsonb));
        p.Add(Array(ends, e => e.Failure, NpgsqlDbType.Jsonb));
        p.Add(Array(ends, ElapsedUs, NpgsqlDbType.Integer));
        var accepted = new HashSet<StepId>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) accepted.Add(new TaskId(reader.GetGuid(0)).Step(reader.GetInt32(1)));
        return accepted;
    }

    /// <summary>Orchestrator's half of the distributed path: accepts handed-over results and advances their tasks.</summary>
    public static async Task<FlowResult> AcceptAsync(NpgsqlConnection connection, int node, IReadOnlyList<StepEnd> ends, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(AcceptCommand(node, ends, fromSuccess: false));
        FailedEntries.AddTo(batch, ends);
        DomainEventSql.AddTo(batch, node, ends);
        return await ReadAsync(batch, ct);
    }

    /// <summary>Queues up to <paramref name="most"/> steps whose back-off is over.</summary>
    public static async Task<FlowResult> StageRetriesAsync(NpgsqlConnection connection, int node, int most, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(FlowSql.StageRetries);
        command.Parameters.Add(Value(node));
        command.Parameters.Add(Value(0));
        command.Parameters.Add(Value(most));
        batch.BatchCommands.Add(command);
        return await ReadAsync(batch, ct);
    }

    /// <summary>Settles tasks from the truth of their steps, all in one round trip; terminal ones are left alone.</summary>
    public static async Task<FlowResult> SettleAsync(NpgsqlConnection connection, int node, IReadOnlyList<TaskId> tasks, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var locks = new NpgsqlBatchCommand(GrowthSql.Lock);
        locks.Parameters.Add(Array(tasks, t => t.Value, NpgsqlDbType.Uuid));
        batch.BatchCommands.Add(locks);
        batch.BatchCommands.Add(SettleCommand(node, tasks));
        return await ReadAsync(batch, ct);
    }

    /// <summary>Claims up to <paramref name="most"/> queued steps of a namespace for the node.</summary>
    public static async Task<FlowResult> ClaimAsync(NpgsqlConnection connection, int node, QueueName queue, int most, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(queue.ClaimSql);
        command.Parameters.Add(Value(node));
        command.Parameters.Add(Value(most));
        batch.BatchCommands.Add(command);
        return await ReadAsync(batch, ct);
    }

    internal static NpgsqlBatchCommand SettleCommand(int node, IReadOnlyList<TaskId> tasks)
    {
        var command = new NpgsqlBatchCommand(FlowSql.Settle);
        command.Parameters.Add(Value(node));
        command.Parameters.Add(Value(0));
        command.Parameters.Add(Array(tasks, t => t.Value, NpgsqlDbType.Uuid));
        return command;
    }

    internal static NpgsqlBatchCommand AdvanceCommand(int node, IReadOnlyList<StepEnd> ends, int places, int fenceNode, bool leaseMustRun)
    {
        var command = new NpgsqlBatchCommand(FlowSql.Advance);
        var p = command.Parameters;
        p.Add(Value(node));
        p.Add(Value(places));
        p.Add(Array(ends, e => e.TaskId.Value, NpgsqlDbType.Uuid));
        p.Add(Array(ends, e => e.StepNo, NpgsqlDbType.Integer));
        p.Add(Array(ends, e => e.Attempt, NpgsqlDbType.Smallint));
        p.Add(Array(ends, e => (short)e.Outcome, NpgsqlDbType.Smallint));
        p.Add(Array(ends, e => e.Result, NpgsqlDbType.Jsonb));
        p.Add(Array(ends, e => e.Failure, NpgsqlDbType.Jsonb));
        p.Add(Array(ends, e => e.Delay.TotalMilliseconds, NpgsqlDbType.Double));
        p.Add(Array(ends, ElapsedUs, NpgsqlDbType.Integer));
        p.Add(Array(ends, e => e.MayClaim, NpgsqlDbType.Boolean));
        p.Add(Value(fenceNode));
        p.Add(new NpgsqlParameter<bool> { TypedValue = leaseMustRun });
        return command;
    }

    private static NpgsqlBatchCommand CompleteCommand(int node, StepEnd end, int places)
    {
        var command = new NpgsqlBatchCommand(FlowSql.CompleteStep);
        var p = command.Parameters;
        p.Add(Value(node));
        p.Add(Value(places));
        p.Add(new NpgsqlParameter<Guid> { TypedValue = end.TaskId.Value });
        p.Add(Value(end.StepNo));
        p.Add(new NpgsqlParameter<short> { TypedValue = end.Attempt });
        p.Add(new NpgsqlParameter<string?> { TypedValue = end.Result, NpgsqlDbType = NpgsqlDbType.Jsonb });
        p.Add(Value(ElapsedUs(end)));
        return command;
    }

    /// <param name="node">The acting node.</param>
    /// <param name="ends">The ends.</param>
    /// <param name="fromSuccess">True: the handler succeeded in every case, also where the orchestrator makes a failure of it.</param>
    internal static NpgsqlBatchCommand AcceptCommand(int node, IReadOnlyList<StepEnd> ends, bool fromSuccess)
    {
        var command = new NpgsqlBatchCommand(FlowSql.Accept);
        var p = command.Parameters;
        p.Add(Value(node));
        p.Add(Value(0));
        p.Add(Array(ends, e => e.TaskId.Value, NpgsqlDbType.Uuid));
        p.Add(Array(ends, e => e.StepNo, NpgsqlDbType.Integer));
        p.Add(Array(ends, e => e.Attempt, NpgsqlDbType.Smallint));
        p.Add(Array(ends, e => (short)e.Outcome, NpgsqlDbType.Smallint));
        p.Add(Array(ends, e => e.Delay.TotalMilliseconds, NpgsqlDbType.Double));
        p.Add(Array(ends, e => (short)(fromSuccess || e.Outcome == StepState.Complete ? 4 : 5), NpgsqlDbType.Smallint));
        p.Add(Array(ends, e => e.Failure, NpgsqlDbType.Jsonb));
        return command;
    }

    /// <param name="node">The acting node; null when a person acts.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="places">Free places of the node's worker.</param>
    internal static NpgsqlBatchCommand CreateCommand(int? node, IReadOnlyList<NewTask> tasks, int places)
    {
        var command = new NpgsqlBatchCommand(IntakeSql.Create);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter { Value = (object?)node ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        p.Add(Value(places));
        p.Add(Array(tasks, t => t.TaskId.Value, NpgsqlDbType.Uuid));
        p.Add(Array(tasks, t => t.TemplateId, NpgsqlDbType.Integer));
        p.Add(Array(tasks, t => t.IdentityHash, NpgsqlDbType.Bytea));
        p.Add(Array(tasks, t => t.Context, NpgsqlDbType.Jsonb));
        p.Add(Array(tasks, t => t.Priority, NpgsqlDbType.Smallint));
        p.Add(Array(tasks, t => t.CorrelationId, NpgsqlDbType.Uuid));
        p.Add(Array(tasks, t => t.ParentCorrelationId, NpgsqlDbType.Uuid));
        p.Add(Array(tasks, t => t.Initiator, NpgsqlDbType.Text));
        p.Add(Array(tasks, t => t.SourceSystem, NpgsqlDbType.Text));
        p.Add(Array(tasks, t => t.Reason, NpgsqlDbType.Text));
        p.Add(Array(tasks, t => t.Tags, NpgsqlDbType.Jsonb));
        p.Add(Array(tasks, t => t.Options, NpgsqlDbType.Jsonb));
        p.Add(Array(tasks, t => t.RequestedAt.UtcDateTime, NpgsqlDbType.TimestampTz));
        p.Add(Array(tasks, t => t.MayClaim, NpgsqlDbType.Boolean));
        return command;
    }

    internal static async Task<FlowResult> ReadAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        var result = new FlowResult();
        await using var reader = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        do
        {
            while (await reader.ReadAsync(ct)) FlowRow.Read(reader, result);
        }
        while (await reader.NextResultAsync(ct));
        return result;
    }

    private static int ElapsedUs(StepEnd end) => (int)Math.Min(int.MaxValue, end.Elapsed.TotalMicroseconds);

    internal static NpgsqlParameter<int> Value(int value) => new() { TypedValue = value };

    internal static NpgsqlParameter<TValue[]> Array<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> pick, NpgsqlDbType type)
    {
        var values = new TValue[items.Count];
        for (var i = 0; i < values.Length; i++) values[i] = pick(items[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
