namespace Tasker.Runtime.Templates;

/// <summary>What happens after a failed attempt of a step.</summary>
public sealed record RetryPolicy
{
    /// <summary>The default of <see cref="BackoffBase"/>: 1 second.</summary>
    public static readonly TimeSpan DefaultBackoffBase = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="MaxBackoff"/>: 30 seconds, or the base where that is longer.</summary>
    public static readonly TimeSpan DefaultMaxBackoff = TimeSpan.FromSeconds(30);

    /// <summary>False: the first failure is final.</summary>
    public bool Retryable { get; init; } = true;

    /// <summary>Attempts in all, 0 to 100. The first run is always allowed, so 0 and 1 both mean "no second try".</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How the waiting time grows from attempt to attempt.</summary>
    public BackoffStrategy Backoff { get; init; } = BackoffStrategy.Exponential;

    /// <summary>The waiting time from which the others follow, 1 ms to 1 hour.</summary>
    public TimeSpan BackoffBase { get; init; } = DefaultBackoffBase;

    /// <summary>No wait is longer than this, 1 ms to 24 hours, and never less than <see cref="BackoffBase"/>.</summary>
    public TimeSpan MaxBackoff { get; init; } = DefaultMaxBackoff;
}
