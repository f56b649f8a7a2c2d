using Tasker.Data.Workflow;
using Tasker.Runtime.Retry;

namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>The readiness predicate. The SQL that finds ready steps in bulk is tested against it.</summary>
internal static class ReadinessRule
{
    private static readonly BackoffPolicy Fallback = new(BackoffStrategy.Exponential, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));

    /// <summary>Answers for one step at one moment of the database's clock.</summary>
    public static StepReadiness Evaluate(in ReadinessFacts facts, DateTimeOffset now) => facts switch
    {
        { State: not (StepState.Pending or StepState.WaitingForRetry) } => StepReadiness.NotWaiting,
        { UnfinishedParents: > 0 } => StepReadiness.ParentsUnfinished,
        _ when !RetryEligibility.MayAttempt(facts.Attempts, facts.MaxAttempts, facts.Retryable) => StepReadiness.NoAttemptLeft,
        { NextRetryAt: { } at } when at > now => StepReadiness.BackingOff,
        _ => StepReadiness.Ready,
    };

    /// <summary>
    /// When the back-off ends: the stored delay after the failed attempt began to wait, or else 2, 4, 8, … seconds (at most 60) after
    /// the failure, whichever way the step failed. Null when it never failed.
    /// </summary>
    /// <param name="storedDelay">The delay that the retry decision stored; null when there is none.</param>
    /// <param name="decidedAt">When that delay was stored.</param>
    /// <param name="failedAt">When the last attempt failed; null when none did.</param>
    /// <param name="attempts">Attempts started so far.</param>
    public static DateTimeOffset? NextRetryAt(TimeSpan? storedDelay, DateTimeOffset? decidedAt, DateTimeOffset? failedAt, int attempts) =>
        storedDelay is { } delay && decidedAt is { } start
            ? start + delay
            : failedAt + BackoffCalculator.Plain(Fallback, Math.Max(attempts, 1));
}
