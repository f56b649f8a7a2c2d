using Tasker.Runtime.Statistics;

namespace Tasker.Runtime.Worker;

/// <summary>Lock-free counters of the worker; a snapshot may be torn between fields.</summary>
internal sealed class WorkerStats
{
    private long _leaseLost;

    public ProcessingCounters Steps { get; } = new();

    public LatencyWindow Latency { get; } = new();

    public long LeaseLost => Interlocked.Read(ref _leaseLost);

    public void CountLeaseLost() => Interlocked.Increment(ref _leaseLost);
}
