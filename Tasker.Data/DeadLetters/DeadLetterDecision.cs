namespace Tasker.Data.DeadLetters;

/// <summary>What a person says about an entry. Everything in it was validated.</summary>
public sealed record DeadLetterDecision
{
    /// <summary>The kind under which it is recorded: <c>dlq.resolve</c>, <c>dlq.close</c>, <c>dlq.annotate</c>; at most 40 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>Who, as <c>user:name</c>; at most 128 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>Notes: kept with the entry and as the reason of the command; at most 1000 characters.</summary>
    public required string Notes { get; init; }

    /// <summary>One of <see cref="DeadLetterResolutions.Final"/>; null: the entry stays pending, only notes and metadata change.</summary>
    public string? Resolution { get; init; }

    /// <summary>What to keep with the entry, JSON; null: as it is.</summary>
    public string? Metadata { get; init; }

    /// <summary>The status that the person saw; anything else is a conflict.</summary>
    public string Expected { get; init; } = DeadLetterResolutions.Pending;

    /// <summary>The caller's key, at most 128 characters; null: none. Only for a single entry.</summary>
    public string? IdempotencyKey { get; init; }
}
