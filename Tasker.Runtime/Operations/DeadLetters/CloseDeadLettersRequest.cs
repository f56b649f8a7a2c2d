using Tasker.Data.DeadLetters;

namespace Tasker.Runtime.Operations;

/// <summary>A person decides about many entries at once.</summary>
public sealed record CloseDeadLettersRequest
{
    /// <summary>The entries, 1 to <see cref="CloseDeadLetters.MostEntries"/>; null: those of <see cref="Filter"/>.</summary>
    public IReadOnlyList<Guid>? EntryIds { get; init; }

    /// <summary>Which pending entries, by at least one property; null: those of <see cref="EntryIds"/>.</summary>
    public DeadLetterFilter? Filter { get; init; }

    /// <summary>One of <see cref="DeadLetterResolutions.Final"/>.</summary>
    public required string Resolution { get; init; }

    /// <summary>Who: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters. Kept as the notes of each.</summary>
    public required string Notes { get; init; }
}
