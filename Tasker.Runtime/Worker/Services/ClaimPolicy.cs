using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Worker.Services;

/// <summary>Whether this node's worker takes steps of a namespace in the commit that made them ready.</summary>
internal sealed class ClaimPolicy(EngineOptions engine, WorkerOptions worker, WakeUp wakeUp)
{
    private readonly HashSet<string>? _served =
        worker.Namespaces.Count == 0 ? null : new HashSet<string>(worker.Namespaces, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the node advances what it runs, in one commit.</summary>
    public bool IsLocal { get; } =
        engine.Path == EnginePath.Local && engine.Roles.HasFlag(NodeRoles.Worker) && engine.Roles.HasFlag(NodeRoles.Orchestrator);

    /// <summary>True when the node's worker executes steps of this namespace.</summary>
    public bool Serves(string ns) => engine.Roles.HasFlag(NodeRoles.Worker) && (_served is null || _served.Contains(ns));

    /// <summary>True when ready steps of the namespace may be claimed without a message.</summary>
    public bool MayClaim(string ns) => IsLocal && Serves(ns) && wakeUp.TakesWork;
}
