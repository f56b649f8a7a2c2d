using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Engine;

/// <summary>The wake-ups of this node: loops wait on them, and each finds by itself what there is to do.</summary>
internal sealed class EngineSignals(HeldSteps held, NamespaceDirectory namespaces, LiveBell live) : IEngineSignals
{
    private int _elsewhere;
    private int _workLeft;

    /// <summary>Queues may hold work for this node's worker.</summary>
    public Signal Work { get; } = new();

    /// <summary>With a broker: queues may hold rows to offer to it.</summary>
    public Signal Offers { get; } = new();

    /// <summary>With a broker: the worker may have a free place again.</summary>
    public Signal Room { get; } = new();

    /// <summary>Results were handed over to the orchestrator.</summary>
    public Signal Results { get; } = new();

    /// <summary>A look at the database is due before the next poll.</summary>
    public Signal Tick { get; } = new();

    /// <summary>Other nodes should look: rung by <see cref="Maintenance.NodeBell"/>.</summary>
    public Signal Elsewhere { get; } = new();

    /// <summary>True while other nodes live; as of the last look.</summary>
    public bool OthersLive
    {
        get => Volatile.Read(ref _elsewhere) == 1;
        set => Volatile.Write(ref _elsewhere, value ? 1 : 0);
    }

    /// <summary>True while a queue is known to have work that the worker had no place for.</summary>
    public bool WorkLeft
    {
        get => Volatile.Read(ref _workLeft) == 1;
        set => Volatile.Write(ref _workLeft, value ? 1 : 0);
    }

    /// <summary>Goes back to the queues when a quarter of the places is free: one claim for many steps, and no handler waits for work.</summary>
    public void PlaceFreed(Places places)
    {
        Room.Set();
        if (WorkLeft && places.Free >= Math.Max(1, places.CapacityForNew / 4)) Work.Set();
    }

    /// <inheritdoc/>
    public void WorkQueued(IReadOnlyCollection<int> templateIds)
    {
        if (templateIds.Count == 0) return;
        namespaces.Note(templateIds);
        Work.Set();
        Offers.Set();
        if (OthersLive) Elsewhere.Set();
    }

    /// <inheritdoc/>
    public void Cancelled(IReadOnlyCollection<(StepId StepId, short Attempt, int Node)> running)
    {
        // Attempts of other nodes: theirs notice at the next check of what they hold (see HeldStepCheck), and are fenced off meanwhile.
        foreach (var (step, attempt, _) in running) held.Cancel(step, attempt);
    }

    /// <inheritdoc/>
    public void Doubted(TaskId task)
    {
        held.Doubt(task);
        Tick.Set();
    }

    /// <inheritdoc/>
    public void LookAgain()
    {
        Tick.Set();
        Elsewhere.Set();
    }

    /// <inheritdoc/>
    public void Changed() => live.Ring();
}
