namespace Tasker.Runtime.Operations;

/// <summary>A person wants the task of an entry to run again.</summary>
public sealed record RequeueDeadLetterRequest
{
    /// <summary>The entry.</summary>
    public required Guid EntryId { get; init; }

    /// <summary>Who: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters. Kept as the entry's notes.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key requeues once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
