using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Staleness;

/// <summary>
/// Finds tasks that stay too long where they are, wait for each other or for workers that are not there, and does with them what their
/// templates say. Looking takes no lock; acting locks the tasks and judges again, so two detectors at once do no harm.
/// </summary>
public static class StalenessStore
{
    private const int States = 8;

    /// <summary>Looks at a slice of the open tasks.</summary>
    /// <param name="source">The engine's or the console's pool.</param>
    /// <param name="after">Where the last slice ended.</param>
    /// <param name="tasks">Tasks at most.</param>
    /// <param name="limits">The installation's limits.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<StalenessLook> LookAsync(NpgsqlDataSource source, StalenessPlace after, int tasks, StalenessLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(limits);
        var planned = new Dictionary<TaskId, PlannedAct>();
        var (stale, looked) = (0, 0);
        StalenessPlace? last = null;
        var rows = await Rows.ListAsync(
            source, StalenessSql.Look,
            [Rows.Value(after.Phase), Rows.Value(after.TaskId.Value), Rows.Value(tasks), .. Parameters(limits), Rows.Value(limits.Unserved)],
            row => (Kind: row.GetInt32(0), Task: row.Uuid(1), Number: row.Int(2), Reason: row.Text(3), Enters: row.GetBoolean(4), Fails: row.GetBoolean(5)), ct);
        foreach (var (kind, id, number, reason, enters, fails) in rows)
        {
            switch (kind)
            {
                case 1:
                    var task = new TaskId(id!.Value);
                    planned[task] = planned.TryGetValue(task, out var first)
                        ? first with { Fails = first.Fails || fails }
                        : new PlannedAct(task, reason!, enters, fails);
                    break;
                case 2: stale = number!.Value; break;
                case 3: looked = number!.Value; break;
                default: last = new StalenessPlace((short)number!.Value, new TaskId(id!.Value)); break;
            }
        }

        return new StalenessLook([.. planned.Values], stale, looked, looked < tasks ? null : last);
    }

    /// <summary>Shows open tasks with their limits, by age.</summary>
    /// <param name="source">The console's pool.</param>
    /// <param name="after">Where the last page ended.</param>
    /// <param name="tasks">Tasks to look at, at most.</param>
    /// <param name="limits">The installation's limits.</param>
    /// <param name="leastShare">Only those that used at least this share of a limit.</param>
    /// <param name="below">Only those below this share.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<StalenessPage> MonitorAsync(
        NpgsqlDataSource source, StalenessPlace after, int tasks, StalenessLimits limits, double leastShare, double below, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(limits);
        var looked = 0;
        StalenessPlace? last = null;
        var rows = await Rows.ListAsync(
            source, StalenessSql.Monitor,
            [
                Rows.Value(after.Phase), Rows.Value(after.TaskId.Value), Rows.Value(tasks), .. Parameters(limits), Rows.Value(leastShare),
                Rows.Value(below),
            ],
            row =>
            {
                if (row.GetInt32(0) == 1) return Item(row);
                looked = row.GetInt32(2);
                if (row.Uuid(1) is { } task) last = new StalenessPlace(row.GetInt16(7), new TaskId(task));
                return null;
            },
            ct);
        return new StalenessPage([.. rows.Where(r => r is not null).Select(r => r!)], looked, looked < tasks ? null : last);
    }

    /// <summary>Does in one commit with the tasks what is to be done with them now.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="node">The acting node.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="limits">The installation's limits.</param>
    /// <param name="ct">Cancels the wait, not the effect once sent.</param>
    public static async Task<StalenessResult> ActAsync(
        NpgsqlDataSource source, int node, IReadOnlyList<TaskId> tasks, StalenessLimits limits, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(limits);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(GrowthSql.Lock, Ids(tasks)));
        batch.BatchCommands.Add(Command(StalenessSql.LockSteps, Ids(tasks)));
        batch.BatchCommands.Add(Command(StalenessSql.EnterCyclic, Ids(tasks)));
        batch.BatchCommands.Add(Command(StalenessSql.EnterUnserved, Ids(tasks), Rows.Value(limits.Unserved)));
        batch.BatchCommands.Add(Command(StalenessSql.EnterStale, [Ids(tasks), .. Parameters(limits)]));
        batch.BatchCommands.Add(Command(StalenessSql.Fail, [Rows.Value(node), Ids(tasks), .. Parameters(limits)]));
        await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        var flow = new FlowResult();
        // Two locks without rows, then the three kinds of entries.
        await row.NextResultAsync(ct);
        for (var kind = 0; kind < 3; kind++)
        {
            await row.NextResultAsync(ct);
            while (await row.ReadAsync(ct))
            {
                if (!row.IsDBNull(2)) flow.DeadLetters.Add((new TaskId(row.GetGuid(0)), row.GetString(1)));
            }
        }

        await row.NextResultAsync(ct);
        var interrupted = new List<InterruptedAttempt>();
        while (await row.ReadAsync(ct))
        {
            var task = new TaskId(row.GetGuid(1));
            if (row.GetInt32(0) == 1) flow.Tasks.Add((task, TaskState.Error));
            else interrupted.Add(new InterruptedAttempt(task.Step(row.GetInt32(2)), row.GetInt16(3), row.GetInt32(4)));
        }

        return new StalenessResult(flow, interrupted);
    }

    private static StalenessItem Item(NpgsqlDataReader row)
    {
        var share = row.GetDouble(14);
        return new StalenessItem(
            (short)row.GetInt32(2), new TaskId(row.GetGuid(1)), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetInt16(7),
            row.Time(8), row.Time(9), row.GetTimeSpan(10), row.GetString(11), row.GetTimeSpan(12), row.GetString(13), share,
            share >= 1 ? "stale" : share >= 0.8 ? "warning" : "healthy", row.GetBoolean(15), row.GetBoolean(16));
    }

    private static NpgsqlParameter[] Parameters(StalenessLimits limits) =>
    [
        new NpgsqlParameter<TimeSpan[]>
        {
            TypedValue = [.. Enumerable.Range(1, States).Select(s => limits.States[(TaskState)s])], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Interval,
        },
        Rows.Value(limits.Life), Rows.Value(limits.AutoFail), Rows.Value(limits.AutoDlq),
    ];

    private static NpgsqlParameter<Guid[]> Ids(IReadOnlyList<TaskId> tasks) => FlowWriter.Array(tasks, t => t.Value, NpgsqlDbType.Uuid);

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
