namespace Tasker.Runtime.Retry;

/// <summary>Judges a failure: what kind it is, whether repeating it can help, and how.</summary>
internal static class ErrorClassifier
{
    // A status is what the other side said about itself, which may be wrong; a type is what our own code saw.
    private const double StatusConfidence = 0.9;

    /// <summary>
    /// A lost worker and the other types that only Tasker itself writes are judged by type. Otherwise an HTTP status is more
    /// precise than a handler's type. "Not retryable" said by the handler always counts; "retryable" lifts a status (a 404 that will
    /// soon be found), but not a type that says the opposite.
    /// </summary>
    public static ErrorClassification Classify(in FailureSignal signal)
    {
        var byType = ErrorRules.ForType(signal.ErrorType);
        var judged = byType.Retryable && signal.ErrorType is not ErrorTypes.WorkerLost && signal.HttpStatus is { } status
            ? ByStatus(status, signal, byType)
            : byType;
        return signal.DeclaredRetryable == false && judged.Retryable
            ? judged with { Retryable = false, Strategy = RetryStrategy.NoRetry, Delay = TimeSpan.Zero }
            : judged;
    }

    private static ErrorClassification ByStatus(int status, in FailureSignal signal, ErrorClassification byType)
    {
        var rule = status switch
        {
            408 => ErrorRules.Slow,
            429 => ErrorRules.Throttled,
            400 or 422 => ErrorRules.Invalid,
            >= 400 and < 500 => ErrorRules.Rejected,
            >= 500 => signal.ToldDelay is null ? ErrorRules.Unreachable : ErrorRules.Postponed,
            _ => byType,
        };
        var lifted = signal.DeclaredRetryable == true && !rule.Retryable;
        return lifted || ReferenceEquals(rule, byType) ? byType : rule with { Confidence = StatusConfidence };
    }
}
