namespace Tasker.Runtime.Templates;

/// <summary>The retry settings that differ in an environment; a null property leaves the step's own. Ranges as in <see cref="RetryPolicy"/>.</summary>
public sealed record RetryOverride
{
    /// <summary>Replaces <see cref="RetryPolicy.Retryable"/>.</summary>
    public bool? Retryable { get; init; }

    /// <summary>Replaces <see cref="RetryPolicy.MaxAttempts"/>.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Replaces <see cref="RetryPolicy.Backoff"/>.</summary>
    public BackoffStrategy? Backoff { get; init; }

    /// <summary>Replaces <see cref="RetryPolicy.BackoffBase"/>.</summary>
    public TimeSpan? BackoffBase { get; init; }

    /// <summary>Replaces <see cref="RetryPolicy.MaxBackoff"/>.</summary>
    public TimeSpan? MaxBackoff { get; init; }
}
