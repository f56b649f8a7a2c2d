using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Queues steps whose back-off is over.</summary>
internal sealed class StepEnqueuer(TaskerDataSource data, NodeLease lease, FlowOutcomes outcomes, CrashPoints crash, OrchestrationStats stats)
{
    public async ValueTask<int> EnqueueAsync(int most, CancellationToken ct)
    {
        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        var result = await FlowWriter.StageRetriesAsync(connection, lease.Node, most, ct);
        if (result.Queued > 0) crash.Pass(CrashPoint.AfterStage);
        stats.CountStaged(result.Queued);
        outcomes.Committed(result);
        return result.Queued;
    }
}
