namespace Tasker.Runtime.Templates;

/// <summary>How the waiting time between attempts grows.</summary>
public enum BackoffStrategy
{
    /// <summary>No wait.</summary>
    None,

    /// <summary>base, 2 × base, 3 × base, …</summary>
    Linear,

    /// <summary>base, 2 × base, 4 × base, 8 × base, …</summary>
    Exponential,

    /// <summary>base, base, 2 × base, 3 × base, 5 × base, …</summary>
    Fibonacci,
}
