using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>
/// The writers of a node. Ends go to the lane of their task, creations to the lane of their identity: two lanes never wait for each
/// other's rows.
/// </summary>
internal sealed class FlowLanes
{
    private readonly FlowLane[] _lanes;
    private readonly LaneWriter _writer;

    public FlowLanes(
        LaneWriter writer, NodeLease lease, Places places, FlowOutcomes outcomes, CrashPoints crash, EngineOptions options, ILogger<FlowLanes> logger)
    {
        _writer = writer;
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(n => new FlowLane(n, writer, lease, places, outcomes, crash, options, logger))];
    }

    /// <summary>Events that wait for a writer.</summary>
    public int Depth => _lanes.Sum(l => l.Depth);

    /// <summary>Commits made, events written in them, commits repeated.</summary>
    public (long Commits, long Events, long Retries) Totals => _lanes
        .Select(l => l.Totals)
        .Aggregate((0L, 0L, _writer.Retries), (a, b) => (a.Item1 + b.Commits, a.Item2 + b.Events, a.Item3 + b.Conflicts));

    public void Start()
    {
        foreach (var lane in _lanes) lane.Start();
    }

    /// <summary>Commits what there is and ends.</summary>
    public Task StopAsync() => Task.WhenAll(_lanes.Select(l => l.StopAsync()));

    /// <summary>Creates a task.</summary>
    /// <returns>False when another task has its identity.</returns>
    public async Task<bool> CreateAsync(NewTask task, int roots, CancellationToken ct)
    {
        var item = new LaneItem(task, task.MayClaim ? roots : 0);
        var key = task.IdentityHash is { } hash ? BitConverter.ToUInt32(hash) : (uint)task.TaskId.GetHashCode();
        await _lanes[key % (uint)_lanes.Length].WriteAsync(item, ct);
        return await item.Effect.Task;
    }

    /// <summary>Ends an attempt of this node.</summary>
    /// <returns>False when the attempt was no longer this node's.</returns>
    public async Task<bool> EndAsync(StepEnd end, int successors, CancellationToken ct)
    {
        var item = new LaneItem(end, end.MayClaim ? successors : 0);
        await _lanes[(uint)end.TaskId.GetHashCode() % (uint)_lanes.Length].WriteAsync(item, ct);
        return await item.Effect.Task;
    }
}
