using System.Text.Json;
using System.Text.Json.Serialization;
using Tasker.Runtime.Actors;
using Tasker.Runtime.DeadLetters;
using Tasker.Runtime.Events;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Engine;

/// <summary>Everything that a node says about itself: shown live on the node, and written with each heartbeat for the others.</summary>
public sealed class NodeFigures
{
    /// <summary>How figures are written: camelCase, as the web has it.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly NodeLease _lease;
    private readonly OrchestrationActors _orchestration;
    private readonly WorkerActors _worker;
    private readonly WorkerStatusReader _status;
    private readonly OrchestrationStats _stats;
    private readonly FlowLanes _lanes;
    private readonly TaskMemories _memories;
    private readonly NodeLoops _loops;
    private readonly WakeUp _wakeUp;
    private readonly SweepStats _sweeps;
    private readonly RetentionStats _retention;
    private readonly DeadLetterStats _deadLetters;
    private readonly DomainEventStats _events;

    internal NodeFigures(
        NodeLease lease, OrchestrationActors orchestration, WorkerActors worker, WorkerStatusReader status, OrchestrationStats stats, FlowLanes lanes,
        TaskMemories memories, NodeLoops loops, WakeUp wakeUp, SweepStats sweeps, RetentionStats retention, DeadLetterStats deadLetters, DomainEventStats events)
    {
        (_lease, _orchestration, _worker, _status, _stats, _lanes, _memories) = (lease, orchestration, worker, status, stats, lanes, memories);
        (_loops, _wakeUp, _sweeps, _retention, _deadLetters, _events) = (loops, wakeUp, sweeps, retention, deadLetters, events);
    }

    /// <summary>The node's id; 0 before it registered.</summary>
    public int Node => _lease.Node;

    /// <summary>Reads all figures; they may be torn against each other.</summary>
    public NodeSnapshot Read()
    {
        var (commits, events, retries) = _lanes.Totals;
        return new NodeSnapshot(
            _lease.Node, _lease.IsTrusted, _lease.Lost, [.. _orchestration.All.Concat(_worker.All).Select(a => a.Read())], _status.Read(), _stats.Read(),
            new LaneSnapshot(_lanes.Depth, commits, events, retries), _memories.Count, GC.GetTotalMemory(false), System.Environment.WorkingSet)
        {
            Loops = _loops.Read(),
            WakeUp = _wakeUp.Read(),
            Sweeps = _sweeps.Read(),
            Retention = _retention.Read(),
            DeadLetters = _deadLetters.Read(),
            Events = _events.Read(),
        };
    }
}

/// <summary>A node in figures.</summary>
/// <param name="Node">Its id.</param>
/// <param name="Trusted">Whether it is sure of its lease.</param>
/// <param name="LeasesLost">How often it lost one.</param>
/// <param name="Actors">Its actors.</param>
/// <param name="Worker">Its worker.</param>
/// <param name="Orchestration">Its orchestrator.</param>
/// <param name="Lanes">Its writers.</param>
/// <param name="TasksInMemory">Tasks whose inputs it remembers.</param>
/// <param name="ManagedBytes">Managed memory.</param>
/// <param name="WorkingSetBytes">Memory of the process.</param>
public sealed record NodeSnapshot(
    int Node, bool Trusted, int LeasesLost, IReadOnlyList<ActorSnapshot> Actors, WorkerStatus Worker, OrchestrationSnapshot Orchestration,
    LaneSnapshot Lanes, int TasksInMemory, long ManagedBytes, long WorkingSetBytes)
{
    /// <summary>Its background loops.</summary>
    public IReadOnlyList<LoopSnapshot> Loops { get; init; } = [];

    /// <summary>How it finds work; null in figures of a node that did not say.</summary>
    public WakeUpSnapshot? WakeUp { get; init; }

    /// <summary>What its sweeps healed; null in figures of a node that did not say.</summary>
    public SweepSnapshot? Sweeps { get; init; }

    /// <summary>What its retention deleted; null in figures of a node that did not say.</summary>
    public RetentionSnapshot? Retention { get; init; }

    /// <summary>What its watch over open tasks did; null in figures of a node that did not say.</summary>
    public DeadLetterSnapshot? DeadLetters { get; init; }

    /// <summary>Its domain events; null in figures of a node that did not say.</summary>
    public DomainEventSnapshot? Events { get; init; }
}

/// <summary>The writers of a node.</summary>
/// <param name="Depth">Events that wait.</param>
/// <param name="Commits">Commits since the start.</param>
/// <param name="Events">Events in them.</param>
/// <param name="Retries">Commits that were repeated.</param>
public sealed record LaneSnapshot(int Depth, long Commits, long Events, long Retries);
