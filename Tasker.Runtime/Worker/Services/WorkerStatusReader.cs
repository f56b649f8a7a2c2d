using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>Collects the worker's figures.</summary>
internal sealed class WorkerStatusReader(NodeLease lease, HeldSteps held, Places places, WorkerStats stats, HandlerRegistry handlers)
{
    public WorkerStatus Read()
    {
        var steps = stats.Steps.Read();
        var latency = stats.Latency.Read();
        return new WorkerStatus(
            lease.Node, held.All.Count(h => h.StartedAt is not null), places.Held, places.Capacity, steps.Succeeded + steps.Failed, steps.Succeeded,
            steps.Failed, stats.LeaseLost, latency.Mean.TotalMilliseconds, latency.P50.TotalMilliseconds, latency.P95.TotalMilliseconds,
            handlers.Callables);
    }
}
