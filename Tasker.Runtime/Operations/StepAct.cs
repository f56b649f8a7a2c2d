namespace Tasker.Runtime.Operations;

/// <summary>What a person can do to a step.</summary>
public enum StepAct
{
    /// <summary><see cref="RetryStep"/>.</summary>
    Retry,

    /// <summary><see cref="FailStep"/>.</summary>
    Fail,

    /// <summary><see cref="ResolveStep"/>.</summary>
    Resolve,

    /// <summary><see cref="CompleteStep"/>.</summary>
    Complete,

    /// <summary><see cref="SkipStep"/>.</summary>
    Skip,

    /// <summary><see cref="RetryWithInputs"/>.</summary>
    RetryWithInputs,

    /// <summary><see cref="RetryDownstream"/>.</summary>
    RetryDownstream,
}
