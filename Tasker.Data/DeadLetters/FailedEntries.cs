using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Data.DeadLetters;

/// <summary>
/// Entries of steps that fail for good are made in the commit in which they fail. Batches without such an end have no statement more, so the
/// way of successes and retries does not pay for it.
/// </summary>
internal static class FailedEntries
{
    /// <summary>Answers with rows as <see cref="FlowRow"/> reads them: $1 task ids, $2 step numbers.</summary>
    private const string Sql = "select 20 as kind, e.task_id, -1 as step_no, e.reason from tasker.enter_failed($1, $2) e";

    /// <summary>To be called after the ends' own command was added.</summary>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<StepEnd> ends)
    {
        List<StepEnd>? failed = null;
        foreach (var end in ends)
        {
            if (end.Outcome == StepState.Error) (failed ??= []).Add(end);
        }

        if (failed is null) return;
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.Add(FlowWriter.Array(failed, e => e.TaskId.Value, NpgsqlDbType.Uuid));
        command.Parameters.Add(FlowWriter.Array(failed, e => e.StepNo, NpgsqlDbType.Integer));
        batch.BatchCommands.Add(command);
    }
}
