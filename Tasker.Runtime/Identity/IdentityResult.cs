namespace Tasker.Runtime.Identity;

/// <summary>The identity of a requested task.</summary>
internal abstract record IdentityResult
{
    private IdentityResult()
    {
    }

    /// <summary>The 32 bytes that no two tasks may share.</summary>
    internal sealed record Hashed(ReadOnlyMemory<byte> Hash) : IdentityResult;

    /// <summary>The task has no identity: null is stored.</summary>
    internal sealed record Unique : IdentityResult;

    /// <summary>The template asks for an idempotency key and the request has none: to be answered with 400.</summary>
    internal sealed record KeyMissing : IdentityResult;
}
