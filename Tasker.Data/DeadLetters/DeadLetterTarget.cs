namespace Tasker.Data.DeadLetters;

/// <summary>An entry that a person decides about.</summary>
/// <param name="CommandId">Key of the audit row, a UUIDv7.</param>
/// <param name="EntryId">The entry.</param>
public sealed record DeadLetterTarget(Guid CommandId, Guid EntryId);
