using FsCheck;
using FsCheck.Fluent;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Tasker.Runtime.Retry;
using Xunit;

namespace Tasker.Tests.Unit.Retry;

public sealed class RetryDecisionTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [Trait("Feature", "F027")]
    [InlineData(0, 0, true, true)]
    [InlineData(0, 3, false, true)]
    [InlineData(1, 0, true, false)]
    [InlineData(1, 1, true, false)]
    [InlineData(1, 3, true, true)]
    [InlineData(2, 3, true, true)]
    [InlineData(3, 3, true, false)]
    [InlineData(1, 3, false, false)]
    [InlineData(2, null, null, true)]
    [InlineData(3, null, null, false)]
    public void MayAttempt_BoundaryCases_CountAllAttempts(int attempts, int? max, bool? retryable, bool expected) =>
        Assert.Equal(expected, RetryEligibility.MayAttempt(attempts, max, retryable));

    [Fact]
    [Trait("Feature", "F027")]
    public void Decide_AnyFailure_NeverParksAStep()
    {
        var failures =
            from type in Gen.Elements([.. ErrorRules.KnownTypes, "own", null!])
            from status in Gen.Elements<int?>(null, 404, 429, 503)
            from declared in Gen.Elements<bool?>(null, true, false)
            from told in Gen.Elements<int?>(null, 0, 90)
            from attempts in Gen.Choose(1, 5)
            from max in Gen.Elements<int?>(null, 0, 1, 2, 5)
            from retryable in Gen.Elements<bool?>(null, true, false)
            select new FailureFacts(
                new FailureSignal(type, status, declared, told is { } s ? TimeSpan.FromSeconds(s) : null), attempts, max, retryable, Policy: null);
        Prop.ForAll(failures.ToArbitrary(), facts =>
        {
            switch (RetryDecision.Decide(facts, () => 0.5))
            {
                case RetryVerdict.Retry retry:
                    var waiting = new ReadinessFacts(
                        StepState.WaitingForRetry, 0, facts.Attempts, facts.MaxAttempts, facts.StepRetryable, Now + retry.Delay);
                    Assert.Equal(StepReadiness.Ready, ReadinessRule.Evaluate(waiting, Now + retry.Delay));
                    break;
                case RetryVerdict.PermanentError { Reason: PermanentReason.ErrorNotRetryable } error:
                    Assert.False(error.Classification.Retryable);
                    break;
                default:
                    Assert.False(RetryEligibility.MayAttempt(facts.Attempts, facts.MaxAttempts, facts.StepRetryable));
                    break;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    [Trait("Feature", "F027")]
    public void Decide_WorkerLost_RepeatsAtOnceAndCountsTheAttempt()
    {
        var policy = new BackoffPolicy(BackoffStrategy.Linear, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(9));
        Assert.Equal(TimeSpan.Zero, DelayOf(ErrorTypes.WorkerLost, attempts: 2, policy));
        Assert.Equal(PermanentReason.AttemptsExhausted, PermanentOf(ErrorTypes.WorkerLost, attempts: 3, retryable: true).Reason);
    }

    [Fact]
    [Trait("Feature", "F027")]
    public void Decide_StepThatMustNotRepeat_EndsInErrorEvenWhenTheWorkerWasLost() =>
        Assert.Equal(PermanentReason.StepNotRetryable, PermanentOf(ErrorTypes.WorkerLost, attempts: 1, retryable: false).Reason);

    [Fact]
    [Trait("Feature", "F053")]
    public void Decide_AttemptsExhausted_HasACodeOfItsOwn() =>
        Assert.Equal("RETRY_LIMIT_EXCEEDED", PermanentOf(ErrorTypes.Timeout, attempts: 3, retryable: true).Code);

    [Theory]
    [Trait("Feature", "F053")]
    [InlineData("timeout", 1, 1)]
    [InlineData("timeout", 3, 4)]
    [InlineData("retryable_error", 2, 2)]
    [InlineData("network_error", 2, 10)]
    [InlineData("network_error", 90, 300)]
    [InlineData("rate_limited", 1, 60)]
    [InlineData("resource_exhausted", 4, 30)]
    [InlineData("state_error", 4, 2)]
    public void Decide_NoTemplatePolicy_WaitsAsTheKindOfFailureAsks(string errorType, int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DelayOf(errorType, attempts, policy: null));

    [Theory]
    [Trait("Feature", "F055")]
    [InlineData("timeout")]
    [InlineData("network_error")]
    [InlineData("rate_limited")]
    public void Decide_TemplatePolicy_GovernsEveryKindOfFailure(string errorType)
    {
        var policy = new BackoffPolicy(BackoffStrategy.Fibonacci, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(9));
        Assert.Equal(TimeSpan.FromSeconds(30), DelayOf(errorType, attempts: 4, policy));
    }

    [Theory]
    [Trait("Feature", "F054")]
    [InlineData(45, 45)]
    [InlineData(3600, 120)]
    public void Decide_RetryAfter_OverridesTheTemplateUpToItsCap(int told, int seconds)
    {
        var policy = new BackoffPolicy(BackoffStrategy.Exponential, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        var signal = new FailureSignal(ErrorTypes.Handler, 429, DeclaredRetryable: null, TimeSpan.FromSeconds(told));
        var verdict = RetryDecision.Decide(new FailureFacts(signal, 1, MaxAttempts: null, StepRetryable: null, policy), () => 0);
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<RetryVerdict.Retry>(verdict).Delay);
    }

    private static TimeSpan DelayOf(string errorType, int attempts, BackoffPolicy? policy) =>
        Assert.IsType<RetryVerdict.Retry>(Decide(errorType, attempts, maxAttempts: attempts + 1, retryable: true, policy)).Delay;

    private static RetryVerdict.PermanentError PermanentOf(string errorType, int attempts, bool retryable) =>
        Assert.IsType<RetryVerdict.PermanentError>(Decide(errorType, attempts, maxAttempts: 3, retryable, policy: null));

    private static RetryVerdict Decide(string errorType, int attempts, int maxAttempts, bool retryable, BackoffPolicy? policy) => RetryDecision.Decide(
        new FailureFacts(new FailureSignal(errorType, HttpStatus: null, DeclaredRetryable: null, ToldDelay: null), attempts, maxAttempts, retryable, policy),
        () => 0.5);
}
