namespace Tasker.Runtime.Retry;

/// <summary>Everything that decides whether a failed attempt is repeated, and when.</summary>
/// <param name="Signal">What is known about the failure.</param>
/// <param name="Attempts">Attempts started so far, the failed one included; 1 or more.</param>
/// <param name="MaxAttempts">The step's limit, the first attempt included; null means the default.</param>
/// <param name="StepRetryable">Whether the step's definition allows a second attempt; null means yes.</param>
/// <param name="Policy">The template's back-off; null when the template leaves it to the kind of failure.</param>
internal readonly record struct FailureFacts(
    FailureSignal Signal, int Attempts, int? MaxAttempts, bool? StepRetryable, BackoffPolicy? Policy);
