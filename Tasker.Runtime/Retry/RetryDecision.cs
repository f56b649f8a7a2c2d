using System.Diagnostics;

namespace Tasker.Runtime.Retry;

/// <summary>The one place that decides whether a failed attempt is repeated, and after which delay.</summary>
internal static class RetryDecision
{
    /// <summary>The back-off where neither the template nor the failure's kind says anything: 1 s, doubling, at most 5 min.</summary>
    public static readonly BackoffPolicy DefaultPolicy = new(BackoffStrategy.Exponential, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <summary>Judges the failure, then asks whether the step may be attempted again, then computes the delay.</summary>
    /// <param name="facts">The failure and the step's limits.</param>
    /// <param name="jitter">Returns 0 (inclusive) to 1 (exclusive).</param>
    public static RetryVerdict Decide(in FailureFacts facts, Func<double> jitter)
    {
        if (facts.Attempts < 1)
        {
            throw new ArgumentException("an attempt that failed was started", nameof(facts));
        }

        var judged = ErrorClassifier.Classify(facts.Signal);
        if (!judged.Retryable)
        {
            return new RetryVerdict.PermanentError(PermanentReason.ErrorNotRetryable, judged.Code, judged);
        }

        if (RetryEligibility.MayAttempt(facts.Attempts, facts.MaxAttempts, facts.StepRetryable))
        {
            return new RetryVerdict.Retry(Delay(facts, judged, jitter), judged);
        }

        return facts.StepRetryable == false
            ? new RetryVerdict.PermanentError(PermanentReason.StepNotRetryable, judged.Code, judged)
            : new RetryVerdict.PermanentError(PermanentReason.AttemptsExhausted, ErrorCodes.RetryLimitExceeded, judged);
    }

    // A lost worker says nothing about the work, so nothing is waited for. Then: what the other side asked for, what the template
    // says, what fits the kind of failure.
    private static TimeSpan Delay(in FailureFacts facts, ErrorClassification judged, Func<double> jitter)
    {
        if (judged.Strategy == RetryStrategy.Immediate)
        {
            return TimeSpan.Zero;
        }

        var max = facts.Policy?.Max ?? DefaultPolicy.Max;
        if (facts.Signal.ToldDelay is { } told)
        {
            return BackoffCalculator.Told(told, max, jitter);
        }

        return facts.Policy is { } policy
            ? BackoffCalculator.Next(policy, facts.Attempts, jitter)
            : ByStrategy(judged, facts.Attempts, jitter);
    }

    private static TimeSpan ByStrategy(ErrorClassification judged, int attempts, Func<double> jitter) => judged.Strategy switch
    {
        RetryStrategy.FixedDelay or RetryStrategy.CustomDelay => judged.Delay,
        RetryStrategy.LinearBackoff => BackoffCalculator.Plain(DefaultPolicy with { Strategy = BackoffStrategy.Linear, Base = judged.Delay }, attempts),
        RetryStrategy.ExponentialBackoff => BackoffCalculator.Plain(DefaultPolicy with { Base = judged.Delay }, attempts),
        RetryStrategy.JitteredExponentialBackoff => BackoffCalculator.Next(DefaultPolicy with { Base = judged.Delay }, attempts, jitter),
        _ => throw new UnreachableException($"no delay for strategy {judged.Strategy}"),
    };
}
