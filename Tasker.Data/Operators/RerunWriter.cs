using System.Data;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>Makes a new task of an ended or blocked one: task, steps, messages, link and audit row in one commit.</summary>
public sealed class RerunWriter(TaskerDataSource data)
{
    private const int MostTries = 10;

    private const string Judge = """
        with earlier as materialized (
            select c.kind = 'task.rerun' and c.task_id = $3 as same, c.outcome, c.outcome_detail, c.requested_at, (c.args ->> 'task')::uuid as made
            from tasker.operator_commands c
            where c.idempotency_key = $2
        ), judged as materialized (
            select t.task_id, clock_timestamp() as at,
                case when exists (select 1 from earlier) then 'refused' when $5::smallint <> t.state then 'conflict'
                    when t.state not in (8, 9, 10, 11, 12) then 'refused' else 'applied' end as outcome,
                case when exists (select 1 from earlier) then 'the idempotency key belongs to another command'
                    when $5::smallint <> t.state then 'the task is ' || tasker.task_state_name(t.state) || ', not ' || tasker.task_state_name($5)
                    when t.state not in (8, 9, 10, 11, 12) then 'the task is under way: ' || tasker.task_state_name(t.state) end as detail
            from tasker.tasks t
            where t.task_id = $3 and not coalesce((select e.same from earlier e), false)
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, args, actor, reason, expected_state, requested_at,
                outcome, outcome_detail)
            select $1, case when not exists (select 1 from earlier) then $2 end, 'task.rerun', j.task_id,
                case j.outcome when 'applied' then jsonb_build_object('task', $4::uuid, 'edited', $8::boolean) end, $6, $7, $5, j.at, j.outcome, j.detail
            from judged j
            returning outcome, outcome_detail
        )
        select coalesce((select r.outcome from recorded r), case when exists (select 1 from earlier) then 'replayed' else 'not_found' end),
            coalesce((select r.outcome_detail from recorded r), (select e.outcome_detail from earlier e)), (select e.outcome from earlier e),
            (select e.requested_at from earlier e), (select e.made from earlier e), tasker.task_state_name(t.state), f.actor, f.node_id,
            coalesce(f.at, t.changed_at), t.template_id, t.context::text, t.priority, t.correlation_id, t.initiator, t.source_system, t.tags::text,
            t.options::text
        from (select 1) one
        left join tasker.tasks t on t.task_id = $3
        left join lateral (
            select m.actor, m.node_id, m.at from tasker.moves m
            where m.task_id = t.task_id and m.step_no is null
            order by get_byte(m.path, 0) = $5 desc nulls last, m.seq desc
            limit 1
        ) f on true
        """;

    private const string Link = "insert into tasker.task_links (task_id, rerun_of, command_id) values ($1, $2, $3)";

    /// <summary>Does it. The new task has the template version, the priority, the labels and the input of the old one, and no identity: it is never a duplicate.</summary>
    /// <param name="rerun">What.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    public async Task<RerunResult> ApplyAsync(RerunAct rerun, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rerun);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await data.Console.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await GrowthWriter.LockAsync(connection, [rerun.TaskId], ct);
                var (result, task) = await JudgeAsync(connection, rerun, ct);
                if (task is not null) result = result with { Queued = await WriteAsync(connection, rerun, task, ct) };
                await transaction.CommitAsync(ct);
                return result;
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // Two calls with one key at the same instant; the second sees the first now.
            }
        }
    }

    private static async Task<(RerunResult Result, NewTask? Task)> JudgeAsync(NpgsqlConnection connection, RerunAct rerun, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Judge, connection);
        command.Parameters.AddRange(
            new[]
            {
                Value(rerun.CommandId, NpgsqlDbType.Uuid), Value(rerun.IdempotencyKey, NpgsqlDbType.Text), Value(rerun.TaskId.Value, NpgsqlDbType.Uuid),
                Value(rerun.NewTaskId.Value, NpgsqlDbType.Uuid), Value((short?)rerun.Expected, NpgsqlDbType.Smallint), Value(rerun.Actor, NpgsqlDbType.Text),
                Value(rerun.Reason, NpgsqlDbType.Text), Value(rerun.Context is not null, NpgsqlDbType.Boolean),
            });
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.Default, ct);
        await row.ReadAsync(ct);
        switch (row.GetString(0))
        {
            case "applied":
                return (new RerunResult(new OperatorOutcome.Applied("steps_in_process"), rerun.NewTaskId, []), NewTask(row, rerun));
            case "not_found":
                return (new RerunResult(new OperatorOutcome.NotFound(), null, []), null);
            case "conflict":
                return (new RerunResult(Conflict(row), null, []), null);
            case "refused":
                return (new RerunResult(new OperatorOutcome.Refused(row.GetString(1)), null, []), null);
            case "replayed":
                OperatorOutcome first = row.GetString(2) switch
                {
                    "applied" => new OperatorOutcome.Applied("steps_in_process"),
                    "conflict" => Conflict(row),
                    _ => new OperatorOutcome.Refused(row.GetString(1)),
                };
                var made = row.IsDBNull(4) ? (TaskId?)null : new TaskId(row.GetGuid(4));
                return (new RerunResult(new OperatorOutcome.Replayed(first, row.GetFieldValue<DateTimeOffset>(3)), made, []), null);
            case var other:
                throw new InvalidOperationException($"a rerun came out as '{other}'");
        }
    }

    private static OperatorOutcome.Conflict Conflict(NpgsqlDataReader row) => new(
        row.GetString(5), !row.IsDBNull(6) ? row.GetString(6) : row.IsDBNull(7) ? "engine" : $"node {row.GetInt32(7)}", row.GetFieldValue<DateTimeOffset>(8));

    private static NewTask NewTask(NpgsqlDataReader row, RerunAct rerun) => new()
    {
        TaskId = rerun.NewTaskId,
        TemplateId = row.GetInt32(9),
        IdentityHash = null,
        Context = rerun.Context ?? row.GetString(10),
        Priority = row.GetInt16(11),
        CorrelationId = rerun.CorrelationId,
        ParentCorrelationId = row.GetGuid(12),
        Initiator = Text(row, 13),
        SourceSystem = Text(row, 14),
        Reason = $"Rerun of {rerun.TaskId}",
        Tags = Text(row, 15),
        Options = Text(row, 16),
        RequestedAt = rerun.RequestedAt,
    };

    private static async Task<IReadOnlyCollection<int>> WriteAsync(NpgsqlConnection connection, RerunAct rerun, NewTask task, CancellationToken ct)
    {
        FlowResult made;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(FlowWriter.CreateCommand(null, [task], 0));
            made = await FlowWriter.ReadAsync(batch, ct);
        }

        await using var link = new NpgsqlCommand(Link, connection);
        link.Parameters.AddRange(
            new[] { Value(task.TaskId.Value, NpgsqlDbType.Uuid), Value(rerun.TaskId.Value, NpgsqlDbType.Uuid), Value(rerun.CommandId, NpgsqlDbType.Uuid) });
        await link.ExecuteNonQueryAsync(ct);
        return made.QueuedTemplates;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlParameter Value(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
