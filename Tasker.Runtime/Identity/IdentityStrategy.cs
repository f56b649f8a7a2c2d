namespace Tasker.Runtime.Identity;

/// <summary>What makes two requests of the same template the same task.</summary>
public enum IdentityStrategy
{
    /// <summary>The same context. The default.</summary>
    Strict,

    /// <summary>The same idempotency key, which the caller has to give.</summary>
    CallerProvided,

    /// <summary>Nothing: every request is a task of its own.</summary>
    AlwaysUnique,
}
