using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Events;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>The commands of an act: locks (tasks by id, then steps by number), the act with its audit row, the answer.</summary>
internal static class OperatorBatch
{
    public static NpgsqlBatch Make(NpgsqlConnection connection, OperatorAct act, IReadOnlyList<OperatorTarget> targets)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(OperatorSql.LockTasks, FlowWriter.Array(targets, t => t.TaskId.Value, NpgsqlDbType.Uuid)));
        // A step in error or held back only moves under its task's lock.
        IReadOnlyList<OperatorTarget> raced = act.Scope == OperatorScope.FailedSteps ? [] : targets;
        batch.BatchCommands.Add(Command(
            act.Scope == OperatorScope.Downstream ? OperatorResetSql.LockReach : OperatorSql.LockSteps,
            FlowWriter.Array(raced, t => t.TaskId.Value, NpgsqlDbType.Uuid),
            FlowWriter.Array(raced, t => t.StepNo ?? -1, NpgsqlDbType.Integer)));
        batch.BatchCommands.Add(ActCommand(act, targets));
        if (Second(act.Scope) is { } second) batch.BatchCommands.Add(Command(second, FlowWriter.Array(targets, t => t.CommandId, NpgsqlDbType.Uuid)));
        if (act.Events.Count > 0) DomainEventSql.AddByHand(batch, targets.Single().CommandId, act.Events);
        batch.BatchCommands.Add(Command(OperatorSql.Outcomes, TargetColumns(targets)));
        return batch;
    }

    private static string? Second(OperatorScope scope) => scope switch
    {
        OperatorScope.FailedSteps => OperatorSql.Reopen,
        OperatorScope.Downstream => OperatorResetSql.NoteReset,
        _ => null,
    };

    private static NpgsqlBatchCommand ActCommand(OperatorAct act, IReadOnlyList<OperatorTarget> targets)
    {
        var sql = act.Scope switch
        {
            OperatorScope.Step => OperatorSql.ActOnSteps,
            OperatorScope.Downstream => OperatorResetSql.Reset,
            OperatorScope.FailedSteps => OperatorSql.RetryAllFailed,
            OperatorScope.Task => OperatorSql.CloseTasks,
            _ => throw new ArgumentOutOfRangeException(nameof(act), act.Scope, "not a scope"),
        };
        return Command(
            sql,
            [
                new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                FlowWriter.Value(0),
                .. TargetColumns(targets),
                FlowWriter.Array(act.Moves, m => m.From, NpgsqlDbType.Smallint),
                FlowWriter.Array(act.Moves, m => m.Path.ToArray(), NpgsqlDbType.Bytea),
                Text(act.Kind, NpgsqlDbType.Varchar),
                Text(act.Actor, NpgsqlDbType.Varchar),
                Text(act.Reason, NpgsqlDbType.Varchar),
                Text(act.Args, NpgsqlDbType.Jsonb),
                Text(act.Result, NpgsqlDbType.Jsonb),
                Text(act.Failure, NpgsqlDbType.Jsonb),
                FlowWriter.Array(act.RefusedIn, s => (short)s, NpgsqlDbType.Smallint),
                Text(act.Inputs, NpgsqlDbType.Jsonb),
                new NpgsqlParameter<bool> { TypedValue = act.Scope == OperatorScope.Downstream },
                FlowWriter.Array(act.Deciders, d => d, NpgsqlDbType.Integer),
                Text(act.Refusal, NpgsqlDbType.Text),
            ]);
    }

    private static NpgsqlParameter[] TargetColumns(IReadOnlyList<OperatorTarget> targets) =>
    [
        FlowWriter.Array(targets, t => t.CommandId, NpgsqlDbType.Uuid),
        FlowWriter.Array(targets, t => t.IdempotencyKey, NpgsqlDbType.Text),
        FlowWriter.Array(targets, t => t.TaskId.Value, NpgsqlDbType.Uuid),
        FlowWriter.Array(targets, t => t.StepNo, NpgsqlDbType.Integer),
        FlowWriter.Array(targets, t => t.Expected, NpgsqlDbType.Smallint),
    ];

    private static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter Text(string? value, NpgsqlDbType type) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };
}
