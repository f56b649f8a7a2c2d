using Tasker.Data.Operators;

namespace Tasker.Data.DeadLetters;

/// <summary>What came of entering a task by hand.</summary>
/// <param name="Outcome">Applied, a conflict when the task is pending already, refused, not found, or replayed.</param>
/// <param name="EntryId">The new entry, the one that is pending, or the one that the first command with the key made; null: none.</param>
public sealed record EnterOutcome(OperatorOutcome Outcome, Guid? EntryId);
