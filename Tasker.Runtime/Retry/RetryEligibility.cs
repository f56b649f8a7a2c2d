namespace Tasker.Runtime.Retry;

/// <summary>
/// The one rule for "may this step be attempted (again)?". The retry decision, the readiness predicate and the state machine's
/// guard all ask here, so that no step can wait for a retry that readiness will never grant.
/// </summary>
internal static class RetryEligibility
{
    /// <summary>Attempts allowed, the first included, where the step does not say.</summary>
    public const int DefaultMaxAttempts = 3;

    /// <summary>
    /// The first attempt is always allowed, whatever the limit says. After it, the step must be retryable and have attempts left.
    /// The limit counts all attempts: 0 and 1 both mean "no retry".
    /// </summary>
    /// <param name="attempts">Attempts started so far; null counts as none.</param>
    /// <param name="maxAttempts">The limit; null means <see cref="DefaultMaxAttempts"/>.</param>
    /// <param name="retryable">The step's own setting; null means yes.</param>
    public static bool MayAttempt(int? attempts, int? maxAttempts, bool? retryable)
    {
        var done = attempts ?? 0;
        return done <= 0 || ((retryable ?? true) && done < (maxAttempts ?? DefaultMaxAttempts));
    }
}
