using Tasker.Data.DeadLetters;

namespace Tasker.Runtime.Operations;

/// <summary>A person decides about an entry, or keeps notes with it.</summary>
public sealed record ResolveDeadLetterRequest
{
    /// <summary>The entry.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>Who: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>What was found and done; 1 to 1000 characters.</summary>
    public required string Notes { get; init; }

    /// <summary>One of <see cref="DeadLetterResolutions.Final"/>; null: the entry stays pending.</summary>
    public string? Resolution { get; init; }

    /// <summary>The status that the person saw; anything else is a conflict.</summary>
    public string ExpectedStatus { get; init; } = DeadLetterResolutions.Pending;

    /// <summary>What to keep with the entry: a JSON object of at most 8,192 characters; null: as it is.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>The same key decides once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
