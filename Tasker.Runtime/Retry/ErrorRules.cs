using System.Collections.Frozen;
using System.Collections.Immutable;
using static Tasker.Runtime.Retry.ErrorCategory;

namespace Tasker.Runtime.Retry;

/// <summary>The table behind <see cref="ErrorClassifier"/>: one row for each error type that Tasker knows.</summary>
internal static class ErrorRules
{
    private static readonly TimeSpan BaseDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RateLimitDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan NetworkDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ResourceDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StateDelay = TimeSpan.FromMilliseconds(500);

    public static readonly ErrorClassification Rejected = No(Permanent, ErrorCodes.StepExecutionFailed,
        "Read the step's error and correct its cause; repeating it as it is will fail again.",
        "If the work was done by other means, resolve the step manually.");

    public static readonly ErrorClassification Invalid = No(Permanent, ErrorCodes.Validation,
        "Compare the task's context and the parents' results with what the handler expects.",
        "Create the task again with a corrected context.");

    public static readonly ErrorClassification Slow = Yes(ErrorCategory.Timeout, RetryStrategy.ExponentialBackoff, BaseDelay, ErrorCodes.ExecutionTimeout,
        "Raise the step's timeout if the work really takes that long.",
        "Look at how fast the systems answer that the handler calls.");

    public static readonly ErrorClassification Throttled = Yes(RateLimit, RetryStrategy.CustomDelay, RateLimitDelay, ErrorCodes.Execution,
        "Lower the concurrency of the workers that run this step.",
        "Ask the provider for a higher limit.");

    public static readonly ErrorClassification Unreachable = Yes(Network, RetryStrategy.LinearBackoff, NetworkDelay, ErrorCodes.Execution,
        "Check that the other system is up and can be reached from the worker.");

    public static readonly ErrorClassification Postponed = Unreachable with { Strategy = RetryStrategy.CustomDelay };

    public static readonly ErrorClassification Foreign = Yes(Unknown, RetryStrategy.ExponentialBackoff, BaseDelay, ErrorCodes.Execution,
        "Read the step's error; if repeating cannot help, let the handler declare it not retryable.") with
    { Confidence = 0.3 };

    private static readonly ErrorClassification Misconfigured = No(ErrorCategory.Configuration, ErrorCodes.Configuration,
        "Check that a worker with this handler is running and that the template names it correctly.",
        "Check the handler's settings, then reset the step for retry.");

    private static readonly ErrorClassification Exhausted = Yes(ResourceExhaustion, RetryStrategy.FixedDelay, ResourceDelay, ErrorCodes.Execution,
        "Add workers, or lower the concurrency of each.",
        "Check memory and disk of the worker's machine.");

    private static readonly FrozenDictionary<string, ErrorClassification> Types = new Dictionary<string, ErrorClassification>
    {
        [ErrorTypes.Permanent] = Rejected,
        [ErrorTypes.Validation] = Invalid,
        [ErrorTypes.Retryable] = Yes(Transient, RetryStrategy.JitteredExponentialBackoff, BaseDelay, ErrorCodes.Execution,
            "Nothing to do as long as attempts are left."),
        [ErrorTypes.Handler] = Yes(Transient, RetryStrategy.JitteredExponentialBackoff, BaseDelay, ErrorCodes.StepExecutionFailed,
            "Read the step's error; let the handler return a more precise type."),
        [ErrorTypes.Timeout] = Slow,
        [ErrorTypes.HandlerTimeout] = Slow,
        [ErrorTypes.RemoteTimeout] = Slow,
        [ErrorTypes.HandlerNotFound] = Misconfigured,
        [ErrorTypes.Configuration] = Misconfigured,
        [ErrorTypes.InvalidOutcome] = No(Permanent, ErrorCodes.StepExecutionFailed,
            "Correct the handler: what it asked for does not fit the template; the message names it.",
            "Deploy the correction, then reset the step for retry."),
        [ErrorTypes.ResultSchema] = No(Permanent, ErrorCodes.Validation,
            "Correct the handler, or the step's result_schema in a new version of the template; the message names the places.",
            "Deploy the correction, then reset the step for retry; or complete the step with a result that fits."),
        [ErrorTypes.HandlerPanic] = No(Permanent, ErrorCodes.StepExecutionFailed,
            "Correct the handler: it threw where it should have returned a failure.",
            "Deploy the correction, then reset the step for retry."),
        [ErrorTypes.SemaphoreAcquisitionFailed] = Exhausted,
        [ErrorTypes.ResourceExhausted] = Exhausted,
        [ErrorTypes.RateLimited] = Throttled,
        [ErrorTypes.Network] = Unreachable,
        [ErrorTypes.Dependency] = Yes(DependencyFailure, RetryStrategy.ExponentialBackoff, BaseDelay, ErrorCodes.Execution,
            "Repair the system that the step depends on."),
        [ErrorTypes.State] = Yes(StateInconsistency, RetryStrategy.LinearBackoff, StateDelay, ErrorCodes.StateTransition,
            "Look at the step's history: something else changed it at the same time."),
        [ErrorTypes.DatabaseConnection] = Unreachable with { Code = ErrorCodes.DatabaseConnection },
        [ErrorTypes.DatabaseLock] = Yes(Transient, RetryStrategy.JitteredExponentialBackoff, BaseDelay, ErrorCodes.DatabaseLock,
            "Look for long transactions in the handler's database."),
        [ErrorTypes.DatabaseConstraint] = No(Permanent, ErrorCodes.DatabaseConstraint,
            "Correct the data that the constraint refused, then reset the step for retry."),
        [ErrorTypes.Database] = Yes(Transient, RetryStrategy.JitteredExponentialBackoff, BaseDelay, ErrorCodes.DatabaseGeneral,
            "Look into the log of the handler's database."),
        [ErrorTypes.WorkerLost] = Yes(Transient, RetryStrategy.Immediate, TimeSpan.Zero, ErrorCodes.WorkerLost,
            "Look into the log of the node that ran the attempt: it died or lost the database.",
            "Check that the handler may be repeated: the lost attempt may have had effects."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All types with a row of their own.</summary>
    public static ImmutableArray<string> KnownTypes => Types.Keys;

    /// <summary>The row of an error type; the row of unknown errors for any other.</summary>
    public static ErrorClassification ForType(string? errorType) =>
        errorType is not null && Types.TryGetValue(errorType, out var rule) ? rule : Foreign;

    private static ErrorClassification No(ErrorCategory category, string code, params ImmutableArray<string> remediation) =>
        new(category, Retryable: false, RetryStrategy.NoRetry, TimeSpan.Zero, code, Confidence: 1, remediation);

    private static ErrorClassification Yes(
        ErrorCategory category, RetryStrategy strategy, TimeSpan delay, string code, params ImmutableArray<string> remediation) =>
        new(category, Retryable: true, strategy, delay, code, Confidence: 1, remediation);
}
