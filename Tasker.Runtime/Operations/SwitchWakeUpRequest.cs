using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>A person wants nodes to find work in another way.</summary>
public sealed record SwitchWakeUpRequest
{
    /// <summary>The node; null: all that live.</summary>
    public int? Node { get; init; }

    /// <summary>The mode.</summary>
    public required WakeUpMode Mode { get; init; }

    /// <summary>Who asks: <c>user:</c> and a name, at most 128 characters together.</summary>
    public required string Actor { get; init; }

    /// <summary>Why; 1 to 1000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key does the same act once, however often it is sent; 1 to 128 characters. Null: no such protection.</summary>
    public string? IdempotencyKey { get; init; }
}
