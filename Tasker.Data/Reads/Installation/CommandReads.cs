using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>What people did.</summary>
public sealed class CommandReads(TaskerDataSource source)
{
    private const string Columns = """
        select c.command_id, c.kind, c.task_id, c.step_no, left(c.args::text, 4000), c.actor, c.reason, c.requested_at, c.outcome, c.outcome_detail
        from tasker.operator_commands c
        """;

    private const string OlderSql = $"""
        {Columns}
        where c.command_id < $1
        order by c.command_id desc
        limit $2
        """;

    private const string NewerSql = $"""
        {Columns}
        where c.command_id > $1
        order by c.command_id
        limit $2
        """;

    private const string OlderOfTaskSql = $"""
        {Columns}
        where c.task_id = $3 and c.command_id < $1
        order by c.command_id desc
        limit $2
        """;

    private const string NewerOfTaskSql = $"""
        {Columns}
        where c.task_id = $3 and c.command_id > $1
        order by c.command_id
        limit $2
        """;

    /// <summary>Commands next to one: older ones newest first, or newer ones oldest first.</summary>
    /// <param name="task">One task; null for all.</param>
    /// <param name="place">Where to begin; not included.</param>
    /// <param name="newer">Which way.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<CommandItem>> ListAsync(TaskId? task, Guid place, bool newer, int rows, CancellationToken ct)
    {
        var sql = (task, newer) switch
        {
            (null, false) => OlderSql,
            (null, true) => NewerSql,
            (_, false) => OlderOfTaskSql,
            (_, true) => NewerOfTaskSql,
        };
        NpgsqlParameter[] parameters = [Rows.Value(place), Rows.Value(rows)];
        if (task is { } one) parameters = [.. parameters, Rows.Maybe(one.Value, NpgsqlDbType.Uuid)];
        return await Rows.ListAsync(source.Console, sql, parameters, Item, ct);
    }

    private static CommandItem Item(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.Uuid(2) is { } task ? new TaskId(task) : null, row.Int(3), row.Text(4), row.GetString(5), row.Text(6),
        row.Time(7), row.GetString(8), row.Text(9));
}
