using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>
/// Settles a task from the truth of its steps: recounts, queues what is ready and was not queued, and moves the task to where it
/// belongs. Every commit of the engine leaves nothing for this to do; it heals what a restore, a bug or a hand in the database left.
/// </summary>
internal sealed class TaskFinalizer(TaskerDataSource data, NodeLease lease, FlowOutcomes outcomes)
{
    public async ValueTask<bool> FinalizeAsync(TaskId task, CancellationToken ct)
    {
        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        var result = await FlowWriter.SettleAsync(connection, lease.Node, [task], ct);
        outcomes.Committed(result);
        return result.Tasks.Count > 0 || result.Queued > 0;
    }
}
