namespace Tasker.Runtime.Retry;

/// <summary>How a category of failures is repeated when the step's template says nothing about it.</summary>
public enum RetryStrategy
{
    /// <summary>Not at all.</summary>
    NoRetry,

    /// <summary>At once.</summary>
    Immediate,

    /// <summary>After the same delay each time.</summary>
    FixedDelay,

    /// <summary>After a delay that doubles; exact.</summary>
    ExponentialBackoff,

    /// <summary>After the delay times the attempt's number.</summary>
    LinearBackoff,

    /// <summary>After a delay that doubles, ±15 %.</summary>
    JitteredExponentialBackoff,

    /// <summary>After the delay that the other side asked for.</summary>
    CustomDelay,
}
