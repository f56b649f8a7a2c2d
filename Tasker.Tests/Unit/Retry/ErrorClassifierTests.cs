using Tasker.Runtime.Retry;
using Xunit;

namespace Tasker.Tests.Unit.Retry;

[Trait("Feature", "F053")]
public sealed class ErrorClassifierTests
{
    [Theory]
    [InlineData("permanent_error", ErrorCategory.Permanent, RetryStrategy.NoRetry, 0, "STEP_EXECUTION_FAILED")]
    [InlineData("validation_error", ErrorCategory.Permanent, RetryStrategy.NoRetry, 0, "VALIDATION_ERROR")]
    [InlineData("handler_panic", ErrorCategory.Permanent, RetryStrategy.NoRetry, 0, "STEP_EXECUTION_FAILED")]
    [InlineData("database_constraint_violation", ErrorCategory.Permanent, RetryStrategy.NoRetry, 0, "DATABASE_CONSTRAINT_VIOLATION")]
    [InlineData("retryable_error", ErrorCategory.Transient, RetryStrategy.JitteredExponentialBackoff, 1000, "EXECUTION_ERROR")]
    [InlineData("handler_error", ErrorCategory.Transient, RetryStrategy.JitteredExponentialBackoff, 1000, "STEP_EXECUTION_FAILED")]
    [InlineData("database_lock_error", ErrorCategory.Transient, RetryStrategy.JitteredExponentialBackoff, 1000, "DATABASE_LOCK_ERROR")]
    [InlineData("database_error", ErrorCategory.Transient, RetryStrategy.JitteredExponentialBackoff, 1000, "DATABASE_GENERAL_ERROR")]
    [InlineData("worker_lost", ErrorCategory.Transient, RetryStrategy.Immediate, 0, "WORKER_LOST")]
    [InlineData("timeout", ErrorCategory.Timeout, RetryStrategy.ExponentialBackoff, 1000, "EXECUTION_TIMEOUT")]
    [InlineData("handler_timeout", ErrorCategory.Timeout, RetryStrategy.ExponentialBackoff, 1000, "EXECUTION_TIMEOUT")]
    [InlineData("ffi_timeout", ErrorCategory.Timeout, RetryStrategy.ExponentialBackoff, 1000, "EXECUTION_TIMEOUT")]
    [InlineData("rate_limited", ErrorCategory.RateLimit, RetryStrategy.CustomDelay, 60_000, "EXECUTION_ERROR")]
    [InlineData("network_error", ErrorCategory.Network, RetryStrategy.LinearBackoff, 5000, "EXECUTION_ERROR")]
    [InlineData("database_connection_error", ErrorCategory.Network, RetryStrategy.LinearBackoff, 5000, "DATABASE_CONNECTION_ERROR")]
    [InlineData("handler_not_found", ErrorCategory.Configuration, RetryStrategy.NoRetry, 0, "CONFIGURATION_ERROR")]
    [InlineData("configuration_error", ErrorCategory.Configuration, RetryStrategy.NoRetry, 0, "CONFIGURATION_ERROR")]
    [InlineData("semaphore_acquisition_failed", ErrorCategory.ResourceExhaustion, RetryStrategy.FixedDelay, 30_000, "EXECUTION_ERROR")]
    [InlineData("resource_exhausted", ErrorCategory.ResourceExhaustion, RetryStrategy.FixedDelay, 30_000, "EXECUTION_ERROR")]
    [InlineData("dependency_error", ErrorCategory.DependencyFailure, RetryStrategy.ExponentialBackoff, 1000, "EXECUTION_ERROR")]
    [InlineData("state_error", ErrorCategory.StateInconsistency, RetryStrategy.LinearBackoff, 500, "STATE_TRANSITION_ERROR")]
    [InlineData("my_own_error", ErrorCategory.Unknown, RetryStrategy.ExponentialBackoff, 1000, "EXECUTION_ERROR")]
    [InlineData(null, ErrorCategory.Unknown, RetryStrategy.ExponentialBackoff, 1000, "EXECUTION_ERROR")]
    public void Classify_ByType_GivesCategoryStrategyAndCode(
        string? errorType, ErrorCategory category, RetryStrategy strategy, int delayMilliseconds, string code)
    {
        var judged = ErrorClassifier.Classify(new FailureSignal(errorType, HttpStatus: null, DeclaredRetryable: null, ToldDelay: null));
        Assert.Equal(
            (category, strategy, delayMilliseconds, code, strategy != RetryStrategy.NoRetry),
            (judged.Category, judged.Strategy, (int)judged.Delay.TotalMilliseconds, judged.Code, judged.Retryable));
    }

    [Fact]
    public void Classify_EveryKnownType_GivesRemediationAndFullConfidence() =>
        Assert.All(ErrorRules.KnownTypes, type =>
        {
            var judged = ErrorClassifier.Classify(new FailureSignal(type, HttpStatus: null, DeclaredRetryable: null, ToldDelay: null));
            Assert.NotEmpty(judged.Remediation);
            Assert.Equal(1, judged.Confidence);
        });

    [Fact]
    public void Classify_KnownTypes_CoverEveryCategoryButUnknown() =>
        Assert.Equal(
            Enum.GetValues<ErrorCategory>().Where(c => c != ErrorCategory.Unknown),
            ErrorRules.KnownTypes.Select(type => ErrorRules.ForType(type).Category).Distinct().Order());

    [Theory]
    [InlineData(400, ErrorCategory.Permanent, false)]
    [InlineData(401, ErrorCategory.Permanent, false)]
    [InlineData(404, ErrorCategory.Permanent, false)]
    [InlineData(408, ErrorCategory.Timeout, true)]
    [InlineData(422, ErrorCategory.Permanent, false)]
    [InlineData(429, ErrorCategory.RateLimit, true)]
    [InlineData(500, ErrorCategory.Network, true)]
    [InlineData(503, ErrorCategory.Network, true)]
    [InlineData(302, ErrorCategory.Transient, true)]
    public void Classify_ByHttpStatus_IsMorePreciseThanTheHandlersType(int status, ErrorCategory category, bool retryable)
    {
        var judged = ErrorClassifier.Classify(new FailureSignal(ErrorTypes.Handler, status, DeclaredRetryable: null, ToldDelay: null));
        Assert.Equal((category, retryable), (judged.Category, judged.Retryable));
    }

    [Theory]
    [InlineData("handler_error", null, false, false)]
    [InlineData("handler_error", 503, false, false)]
    [InlineData("handler_error", 404, true, true)]
    [InlineData("validation_error", null, true, false)]
    [InlineData("handler_not_found", null, true, false)]
    [InlineData("permanent_error", 503, null, false)]
    [InlineData("worker_lost", 404, null, true)]
    public void Classify_Declaration_LiftsAStatusButNotAType(string errorType, int? status, bool? declared, bool retryable) =>
        Assert.Equal(retryable, ErrorClassifier.Classify(new FailureSignal(errorType, status, declared, ToldDelay: null)).Retryable);

    [Fact]
    public void Classify_NotRetryable_HasNoStrategyLeft()
    {
        var judged = ErrorClassifier.Classify(new FailureSignal(ErrorTypes.Network, HttpStatus: null, DeclaredRetryable: false, ToldDelay: null));
        Assert.Equal((RetryStrategy.NoRetry, TimeSpan.Zero), (judged.Strategy, judged.Delay));
    }
}
