namespace Tasker.Web.Components.Failures;

/// <summary>A move in a snapshot.</summary>
/// <param name="At">When.</param>
/// <param name="Step">The step's name; null for a move of the task.</param>
/// <param name="Path">The states it went through, stored texts; null for none before the first.</param>
/// <param name="Attempt">The attempt, if the move was about one.</param>
/// <param name="By">Who or what made it; null when it is not known.</param>
/// <param name="Reason">Why, if somebody said.</param>
public sealed record SnapshotMove(DateTimeOffset? At, string? Step, IReadOnlyList<string?> Path, int? Attempt, string? By, string? Reason);
