namespace Tasker.Runtime.Templates;

/// <summary>Which ending of a step publishes an event.</summary>
public enum EventCondition
{
    /// <summary>The attempt succeeded.</summary>
    Success,

    /// <summary>The attempt failed, whether it will be tried again or not.</summary>
    Failure,

    /// <summary>The attempt failed and will be tried again.</summary>
    RetryableFailure,

    /// <summary>The attempt failed for good.</summary>
    PermanentFailure,

    /// <summary>Every attempt.</summary>
    Always,
}
