using Tasker.Data.Pauses;

namespace Tasker.Runtime.Operations;

/// <summary>A person wants something paused.</summary>
public sealed record PauseRequest
{
    /// <summary>What.</summary>
    public required PauseTarget Target { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>When it ends by itself, in the future; null: when somebody resumes it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
