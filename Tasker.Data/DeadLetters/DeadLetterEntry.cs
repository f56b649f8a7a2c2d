using Tasker.Data.Reads;

namespace Tasker.Data.DeadLetters;

/// <summary>An entry with all that is kept in it.</summary>
/// <param name="Item">The entry.</param>
/// <param name="Snapshot">The task as it was at the entry, JSON.</param>
/// <param name="Metadata">What investigators keep with it, JSON; null: nothing.</param>
public sealed record DeadLetterEntry(DeadLetterItem Item, Payload Snapshot, Payload? Metadata);
