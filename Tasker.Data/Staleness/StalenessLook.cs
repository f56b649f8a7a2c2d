namespace Tasker.Data.Staleness;

/// <summary>What one look at a slice of the open tasks found.</summary>
/// <param name="Planned">What is to be done, at most one act a task.</param>
/// <param name="Stale">Tasks over a limit, also those for which nothing is to be done.</param>
/// <param name="Looked">Tasks looked at.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record StalenessLook(IReadOnlyList<PlannedAct> Planned, int Stale, int Looked, StalenessPlace? Next);
