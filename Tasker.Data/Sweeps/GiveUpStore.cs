using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Sweeps;

/// <summary>Finds blocked tasks whose time for a repair is over, and moves them to error. Two nodes at once do no harm.</summary>
public static class GiveUpStore
{
    /// <summary>Looks at a slice of the blocked tasks, by id.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="after">Where the last slice ended.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="seconds">The system's setting; -1 for never.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Those that are due, and the last one looked at; null at the end.</returns>
    public static async Task<(IReadOnlyList<TaskId> Due, TaskId? Last)> LookAsync(
        NpgsqlDataSource source, TaskId after, int most, int seconds, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(GiveUpSql.Look);
        command.Parameters.Add(Rows.Value(after.Value));
        command.Parameters.Add(Rows.Value(most));
        command.Parameters.Add(Rows.Value(seconds));
        var due = new List<TaskId>();
        TaskId? last = null;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var task = new TaskId(row.GetGuid(0));
            if (row.GetBoolean(1)) due.Add(task);
            else last = task;
        }

        return (due, last);
    }

    /// <summary>Gives up those of the tasks that are blocked and due, in one commit.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="node">The acting node.</param>
    /// <param name="tasks">Which; others of them are left alone.</param>
    /// <param name="seconds">The system's setting; -1 for never.</param>
    /// <param name="ct">Cancels the wait, not the statement's effect once sent.</param>
    /// <returns>The tasks that are in error now.</returns>
    public static async Task<IReadOnlyList<TaskId>> GiveUpAsync(
        NpgsqlDataSource source, int node, IReadOnlyList<TaskId> tasks, int seconds, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0) return [];
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        var ids = FlowWriter.Array(tasks, t => t.Value, NpgsqlDbType.Uuid);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(GrowthSql.Lock) { Parameters = { ids } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(GiveUpSql.GiveUp)
        {
            Parameters = { FlowWriter.Value(node), FlowWriter.Array(tasks, t => t.Value, NpgsqlDbType.Uuid), FlowWriter.Value(seconds) },
        });
        await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        await row.NextResultAsync(ct);
        var gone = new List<TaskId>();
        while (await row.ReadAsync(ct)) gone.Add(new TaskId(row.GetGuid(0)));
        return gone;
    }
}
