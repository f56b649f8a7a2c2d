using Tasker.Data.Pauses;

namespace Tasker.Runtime.Operations;

/// <summary>A person wants something to go on that is paused.</summary>
public sealed record ResumeRequest
{
    /// <summary>What: the very thing that was paused. A task of a paused template goes on when the template does.</summary>
    public required PauseTarget Target { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
