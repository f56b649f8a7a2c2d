namespace Tasker.Data.Readiness;

/// <summary>What one look at the database found to do.</summary>
/// <param name="NextRetry">Time until the next back-off ends, zero when one is over; null when none runs.</param>
/// <param name="DeadNodes">Nodes whose lease ran out.</param>
/// <param name="OtherNodes">Live nodes beside this one.</param>
/// <param name="Namespaces">Namespaces whose queue holds a visible message.</param>
/// <param name="Results">True when handed-over results wait for an orchestrator.</param>
/// <param name="NextLeaseEnd">Time until the first lease of another node ends, should it not be renewed; null when there is none.</param>
/// <param name="NextPauseEnd">Time until the next pause ends by itself, zero when it is over; null when none does.</param>
/// <param name="WakeUp">How a person wants this node to find work; null: nothing was said.</param>
public sealed record TickResult(
    TimeSpan? NextRetry, IReadOnlyList<int> DeadNodes, int OtherNodes, IReadOnlyList<string> Namespaces, bool Results,
    TimeSpan? NextLeaseEnd, TimeSpan? NextPauseEnd, string? WakeUp);
