using Npgsql;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Pauses;

/// <summary>What is paused.</summary>
public sealed class PauseReads(TaskerDataSource data)
{
    /// <summary>Pauses in force, the last first.</summary>
    public async Task<IReadOnlyList<PauseItem>> ListAsync(int rows, CancellationToken ct) =>
        await Rows.ListAsync(data.Console, PauseSql.List, [Rows.Value(rows)], Item, ct);

    /// <summary>One pause; null when it was ended.</summary>
    public Task<PauseItem?> GetAsync(Guid pause, CancellationToken ct) =>
        Rows.FirstAsync(data.Console, PauseSql.Get, [Rows.Value(pause)], Item, ct);

    /// <summary>All that keeps a task's steps from starting: pauses of itself, its template, its namespace and its queue.</summary>
    public async Task<IReadOnlyList<PauseItem>> OfTaskAsync(TaskId task, CancellationToken ct) =>
        await Rows.ListAsync(data.Console, PauseSql.OfTask, [Rows.Value(task.Value)], Item, ct);

    internal static PauseItem Item(NpgsqlDataReader row) => new(
        row.GetGuid(0), Target(row), row.GetString(7), row.GetString(8), row.Time(9), row.MaybeTime(10));

    private static PauseTarget Target(NpgsqlDataReader row) => row.GetString(1) switch
    {
        "task" => PauseTarget.OfTask(new TaskId(row.GetGuid(2))),
        "template" => PauseTarget.OfTemplate(row.GetString(3), row.GetString(4), row.Text(5)),
        "namespace" => PauseTarget.OfNamespace(row.GetString(3)),
        "queue" => PauseTarget.OfQueue(row.GetString(6)),
        var other => throw new InvalidOperationException($"tasker.pauses has a row with the unknown scope '{other}'"),
    };
}
