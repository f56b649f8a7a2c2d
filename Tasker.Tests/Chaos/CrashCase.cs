namespace Tasker.Tests.Chaos;

/// <summary>Where a node dies, and as what.</summary>
/// <param name="Point">The crash point.</param>
/// <param name="Victim">Its roles: all (local path), or worker or orchestrator alone, beside a node that has the others.</param>
/// <param name="SlowMs">How long handlers take; 0 for not at all.</param>
/// <param name="Orphans">True when a dead node's attempts are there for it to take over.</param>
public sealed record CrashCase(string Point, string Victim, int SlowMs = 0, bool Orphans = false)
{
    public const string Everything = "web,orchestrator,worker";

    public static IReadOnlyList<CrashCase> All { get; } =
    [
        new("before-create", Everything),
        new("after-create", Everything),
        new("after-claim", Everything),
        new("after-claim", "worker"),
        new("before-handler", Everything),
        new("after-handler", Everything),
        new("after-handler", "worker"),
        new("before-advance", Everything),
        new("after-advance", Everything),
        new("before-handler-commit", Everything),
        new("before-handler-commit", "worker"),
        new("after-handler-commit", Everything),
        new("after-handler-commit", "worker"),
        new("after-hand-over", "worker"),
        new("before-accept", "orchestrator"),
        new("after-accept", "orchestrator"),
        new("before-growth", Everything),
        new("after-stage", Everything),
        new("after-stage", "orchestrator"),
        new("before-renewal", Everything, SlowMs: 300),
        new("after-renewal", "worker", SlowMs: 300),
        new("before-reap", "orchestrator", Orphans: true),
        new("after-reap", Everything, Orphans: true),
        new("before-events", Everything),
        new("before-publish", Everything),
        new("before-publish", "orchestrator"),
        new("after-publish", Everything),
    ];

    /// <summary>Every point once; with TASKER_LONG=1 also as another kind of node.</summary>
    public static IReadOnlyList<CrashCase> Chosen { get; } =
        Environment.GetEnvironmentVariable("TASKER_LONG") == "1" ? All : [.. All.DistinctBy(c => c.Point)];

    public override string ToString() => $"{Point} ({Victim})";
}
