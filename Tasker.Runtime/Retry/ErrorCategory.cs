namespace Tasker.Runtime.Retry;

/// <summary>The kind of a failure.</summary>
public enum ErrorCategory
{
    /// <summary>Will fail again, however often it is tried.</summary>
    Permanent,

    /// <summary>Likely to succeed when tried again.</summary>
    Transient,

    /// <summary>Took longer than allowed.</summary>
    Timeout,

    /// <summary>The other side asked for fewer requests.</summary>
    RateLimit,

    /// <summary>The other side could not be reached or broke down.</summary>
    Network,

    /// <summary>The set-up is wrong: a missing handler, a bad setting.</summary>
    Configuration,

    /// <summary>A local resource ran out.</summary>
    ResourceExhaustion,

    /// <summary>Something that the step depends on failed.</summary>
    DependencyFailure,

    /// <summary>The state found was not the state expected.</summary>
    StateInconsistency,

    /// <summary>A type of error that Tasker does not know.</summary>
    Unknown,
}
