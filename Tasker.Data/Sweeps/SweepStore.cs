using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Sweeps;

/// <summary>
/// Finds what nothing else would bring forward again, and heals it. Looking takes no lock; healing locks the tasks first and looks
/// again under the locks, so two sweeps at once do no harm.
/// </summary>
public static class SweepStore
{
    /// <summary>Looks at a slice of the open tasks.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="after">Where the last slice ended.</param>
    /// <param name="tasks">Tasks at most.</param>
    /// <param name="steps">Their steps together, about; one task is always looked at whole.</param>
    /// <param name="stuck">How long something must have been stuck.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<SweepFindings> LookAsync(NpgsqlDataSource source, SweepPlace after, int tasks, int steps, TimeSpan stuck, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(after);
        await using var command = source.CreateCommand(SweepSql.Look);
        command.Parameters.Add(Rows.Value(after.Phase));
        command.Parameters.Add(Rows.Value(after.TaskId.Value));
        command.Parameters.Add(Rows.Value(tasks));
        command.Parameters.Add(Rows.Value(steps));
        command.Parameters.Add(Rows.Value(stuck));
        var found = new SweepFindings();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) Note(row, found);
        return found;
    }

    /// <summary>Heals what a look found, all in one round trip and one commit.</summary>
    public static async Task<HealResult> HealAsync(NpgsqlDataSource source, int node, SweepFindings found, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(found);
        // Only what was found wrong is settled: a suspect's task is not.
        List<TaskId> unsettled = [.. found.Unsettled.Concat(found.Miscounted.Select(s => s.TaskId)).Distinct()];
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(GrowthSql.Lock, Tasks(found.Tasks)));
        batch.BatchCommands.Add(Command(SweepSql.CountParents, Tasks(found.Miscounted), Steps(found.Miscounted)));
        batch.BatchCommands.Add(Command(
            SweepSql.ResendMessages, FlowWriter.Value(node), Tasks(found.MessageSuspects), Steps(found.MessageSuspects), Times(found.MessageSuspects)));
        batch.BatchCommands.Add(Command(
            SweepSql.ResendResults, Tasks(found.ResultSuspects), Steps(found.ResultSuspects), Times(found.ResultSuspects)));
        batch.BatchCommands.Add(FlowWriter.SettleCommand(node, unsettled));
        await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        await row.NextResultAsync(ct);
        var parents = await NumberAsync(row, ct);
        var resent = new List<int>();
        while (await row.ReadAsync(ct)) resent.Add(row.GetInt32(0));
        await row.NextResultAsync(ct);
        var results = await NumberAsync(row, ct);
        var settled = new FlowResult();
        while (await row.ReadAsync(ct)) FlowRow.Read(row, settled);
        return new HealResult(parents, resent.Count, results, settled) { ResentTemplates = [.. resent] };
    }

    /// <summary>Walks on in each of some queues, all in one round trip.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="places">Queues with the message after which to go on.</param>
    /// <param name="most">Messages of each at most.</param>
    /// <param name="stuck">How old a message must be to be stale.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<QueueSweep>> WalkQueuesAsync(
        NpgsqlDataSource source, IReadOnlyList<(string Queue, long After)> places, int most, TimeSpan stuck, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count == 0) return [];
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (queue, after) in places)
        {
            batch.BatchCommands.Add(Command(SweepSql.Queue, Rows.Value(queue), Rows.Value(after), Rows.Value(most), Rows.Value(stuck)));
        }

        var walks = new List<QueueSweep>(places.Count);
        await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        foreach (var (queue, _) in places)
        {
            await row.ReadAsync(ct);
            walks.Add(new QueueSweep(queue, row.IsDBNull(0) ? null : row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)));
            await row.NextResultAsync(ct);
        }

        return walks;
    }

    private static void Note(NpgsqlDataReader row, SweepFindings found)
    {
        switch (row.GetInt32(0))
        {
            case 1: found.Unsettled.Add(new TaskId(row.GetGuid(1))); break;
            case 2: found.Miscounted.Add(new StuckStep(new TaskId(row.GetGuid(1)), row.GetInt32(2), default)); break;
            case 3: found.MessageSuspects.Add(Stuck(row)); break;
            case 4: found.ResultSuspects.Add(Stuck(row)); break;
            case 5: found.DeadHolders.Add(row.GetInt32(4)); break;
            case 6: found.OverdueRetries = true; break;
            case 8: found.Queues.Add(row.GetString(5)); break;
            case 9: found.Next = new SweepPlace((short)row.GetInt32(2), new TaskId(row.GetGuid(1))); break;
            case var other: throw new InvalidOperationException($"a sweep answered with unknown row kind {other}");
        }
    }

    private static StuckStep Stuck(NpgsqlDataReader row) => new(new TaskId(row.GetGuid(1)), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3));

    private static async Task<int> NumberAsync(NpgsqlDataReader row, CancellationToken ct)
    {
        await row.ReadAsync(ct);
        var number = row.GetInt32(0);
        await row.NextResultAsync(ct);
        return number;
    }

    private static NpgsqlParameter<Guid[]> Tasks(IReadOnlyList<TaskId> tasks) => FlowWriter.Array(tasks, t => t.Value, NpgsqlDbType.Uuid);

    private static NpgsqlParameter<Guid[]> Tasks(IReadOnlyList<StuckStep> steps) => FlowWriter.Array(steps, s => s.TaskId.Value, NpgsqlDbType.Uuid);

    private static NpgsqlParameter<int[]> Steps(IReadOnlyList<StuckStep> steps) => FlowWriter.Array(steps, s => s.StepNo, NpgsqlDbType.Integer);

    private static NpgsqlParameter<DateTime[]> Times(IReadOnlyList<StuckStep> steps) => FlowWriter.Array(steps, s => s.ChangedAt.UtcDateTime, NpgsqlDbType.TimestampTz);

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
