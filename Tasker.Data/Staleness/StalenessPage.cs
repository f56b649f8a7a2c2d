namespace Tasker.Data.Staleness;

/// <summary>A part of the open tasks, by age.</summary>
/// <param name="Items">Those that were asked for, oldest first.</param>
/// <param name="Looked">Tasks looked at.</param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record StalenessPage(IReadOnlyList<StalenessItem> Items, int Looked, StalenessPlace? Next);
