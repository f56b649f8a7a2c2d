namespace Tasker.Runtime.Operations;

/// <summary>What can be done to many tasks at once.</summary>
public enum BulkAct
{
    /// <summary><see cref="CancelTask"/>.</summary>
    Cancel,

    /// <summary><see cref="RetryAllFailed"/>.</summary>
    Retry,

    /// <summary><see cref="ResolveTask"/>.</summary>
    Resolve,
}
