namespace Tasker.Data.DeadLetters;

/// <summary>A part of the list.</summary>
/// <param name="Items">The entries, in the order asked for.</param>
/// <param name="SearchedTo">Set when the search stopped at its limit: the last entry it looked at.</param>
/// <param name="SearchedRows">How many entries it looked at.</param>
public sealed record DeadLetterSlice(IReadOnlyList<DeadLetterItem> Items, Guid? SearchedTo, int SearchedRows);
