using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>
/// Changes the priority of a task and moves its waiting messages to where the new one puts them, with the audit row in one commit.
/// </summary>
public sealed class PriorityWriter(TaskerDataSource data)
{
    private const int MostTries = 10;

    private const string Sql = """
        with earlier as materialized (
            select c.kind = 'task.priority' and c.task_id = $3 and (c.args ->> 'to')::int = $4 as same, c.outcome, c.outcome_detail, c.requested_at
            from tasker.operator_commands c
            where c.idempotency_key = $2
        ), judged as materialized (
            select t.task_id, t.priority as was, clock_timestamp() as at,
                case when exists (select 1 from earlier) then 'the idempotency key belongs to another command'
                    when t.state in (9, 11, 12) then 'the task is ' || tasker.task_state_name(t.state) end as refusal
            from tasker.tasks t
            where t.task_id = $3 and not coalesce((select e.same from earlier e), false)
        ), changed as (
            update tasker.tasks t set priority = $4 from judged j where t.task_id = j.task_id and j.refusal is null and j.was <> $4
        ), moved as materialized (
            select tasker.rerank_messages(j.task_id, $4 - j.was) as n from judged j where j.refusal is null and j.was <> $4
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, args, actor, reason, requested_at, outcome, outcome_detail)
            select $1, case when not exists (select 1 from earlier) then $2 end, 'task.priority', j.task_id,
                jsonb_build_object('from', j.was, 'to', $4, 'messages', coalesce((select n from moved), 0)), $5, $6, j.at,
                case when j.refusal is null then 'applied' else 'refused' end, j.refusal
            from judged j
            returning outcome, outcome_detail
        )
        select coalesce((select r.outcome from recorded r), case when exists (select 1 from earlier) then 'replayed' else 'not_found' end),
            (select r.outcome_detail from recorded r), (select e.outcome from earlier e), (select e.outcome_detail from earlier e),
            (select e.requested_at from earlier e)
        """;

    /// <summary>Changes it.</summary>
    /// <param name="commandId">Key of the audit row, a UUIDv7.</param>
    /// <param name="task">The task.</param>
    /// <param name="priority">-100 to 100.</param>
    /// <param name="actor">Who, as <c>user:name</c>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="idempotencyKey">The caller's key; null: none.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied with the new priority as its state, refused when the task has ended, or not found.</returns>
    public async Task<OperatorOutcome> ChangeAsync(
        Guid commandId, TaskId task, short priority, string actor, string reason, string? idempotencyKey, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await data.Console.OpenConnectionAsync(ct);
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(Command(GrowthSql.Lock, FlowWriter.Array([task], t => t.Value, NpgsqlDbType.Uuid)));
                batch.BatchCommands.Add(Command(
                    Sql, Value(commandId, NpgsqlDbType.Uuid), Value(idempotencyKey, NpgsqlDbType.Text), Value(task.Value, NpgsqlDbType.Uuid),
                    FlowWriter.Value(priority), Value(actor, NpgsqlDbType.Text), Value(reason, NpgsqlDbType.Text)));
                return await ReadAsync(batch, priority, ct);
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // Two calls with one key at the same instant; the second sees the first now.
            }
        }
    }

    private static async Task<OperatorOutcome> ReadAsync(NpgsqlBatch batch, short priority, CancellationToken ct)
    {
        await using var row = await batch.ExecuteReaderAsync(CommandBehavior.Default, ct);
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        var (outcome, detail) = (row.GetString(0), row.IsDBNull(1) ? "" : row.GetString(1));
        if (outcome != "replayed") return Outcome(outcome, detail, priority);
        var first = Outcome(row.GetString(2), row.IsDBNull(3) ? "" : row.GetString(3), priority);
        return new OperatorOutcome.Replayed(first, row.GetFieldValue<DateTimeOffset>(4));
    }

    private static OperatorOutcome Outcome(string outcome, string detail, short priority) => outcome switch
    {
        "applied" => new OperatorOutcome.Applied(priority.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "refused" => new OperatorOutcome.Refused(detail),
        "not_found" => new OperatorOutcome.NotFound(),
        _ => throw new InvalidOperationException($"a change of priority came out as '{outcome}'"),
    };

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
