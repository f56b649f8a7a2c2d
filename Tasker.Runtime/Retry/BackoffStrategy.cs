namespace Tasker.Runtime.Retry;

/// <summary>How the delay before a retry grows with the number of attempts.</summary>
public enum BackoffStrategy
{
    /// <summary>No delay.</summary>
    None,

    /// <summary>base, 2 × base, 3 × base, …</summary>
    Linear,

    /// <summary>base, 2 × base, 4 × base, …; the default.</summary>
    Exponential,

    /// <summary>base, base, 2 × base, 3 × base, 5 × base, …</summary>
    Fibonacci,
}
