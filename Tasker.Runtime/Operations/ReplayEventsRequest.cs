namespace Tasker.Runtime.Operations;

/// <summary>A person wants published events sent into their queues once more.</summary>
public sealed record ReplayEventsRequest
{
    /// <summary>First position; at least 1.</summary>
    public required long From { get; init; }

    /// <summary>Last position; not below <see cref="From"/>.</summary>
    public required long To { get; init; }

    /// <summary>Only events of this name or <c>prefix.*</c>; null: all.</summary>
    public string? Name { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
