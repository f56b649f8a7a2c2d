namespace Tasker.Runtime.Operations;

/// <summary>A person says how a failure cluster stands.</summary>
public sealed record FailureStatusRequest
{
    /// <summary>The cluster.</summary>
    public required int Cluster { get; init; }

    /// <summary><c>open</c>, <c>muted</c> or <c>resolved</c>. A resolved cluster opens by itself when it comes again; a muted one does not.</summary>
    public required string Status { get; init; }

    /// <summary>When muting ends by itself; null: not by itself. Only for <c>muted</c>.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The status that the person saw: anything else is a conflict. Null: whatever it is.</summary>
    public string? ExpectedStatus { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
