namespace Tasker.Runtime.Templates;

/// <summary>What makes two requests the same task.</summary>
public enum IdentityStrategy
{
    /// <summary>The template and the context, keys in any order.</summary>
    Strict,

    /// <summary>The key that the caller must send.</summary>
    CallerProvided,

    /// <summary>Nothing: each request makes a task.</summary>
    AlwaysUnique,
}
