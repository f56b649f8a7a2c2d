using FsCheck;
using FsCheck.Fluent;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Xunit;

namespace Tasker.Tests.Unit.Readiness;

public sealed class ReadinessRuleTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Feature", "F030")]
    public void Evaluate_GeneratedCombinations_EqualsThePredicateWrittenOut()
    {
        var facts =
            from state in Gen.Elements(Enum.GetValues<StepState>())
            from parents in Gen.Choose(0, 2)
            from attempts in Gen.Elements<int?>(null, 0, 1, 2, 3, 4)
            from max in Gen.Elements<int?>(null, 0, 1, 2, 3)
            from retryable in Gen.Elements<bool?>(null, true, false)
            from wait in Gen.Elements<int?>(null, -1, 0, 1)
            select new ReadinessFacts(state, parents, attempts, max, retryable, wait is { } seconds ? Now.AddSeconds(seconds) : null);
        var config = Config.QuickThrowOnFailure.WithMaxTest(5000);
        Prop.ForAll(facts.ToArbitrary(), f =>
        {
            var inState = f.State == StepState.Pending || f.State == StepState.WaitingForRetry;
            var eligible = f.Attempts is null or 0 || (f.Retryable != false && f.Attempts < (f.MaxAttempts is null ? 3 : f.MaxAttempts));
            var due = f.NextRetryAt is null || f.NextRetryAt <= Now;
            var ready = inState && f.UnfinishedParents == 0 && eligible && due;
            Assert.Equal(ready, ReadinessRule.Evaluate(f, Now) == StepReadiness.Ready);
        }).Check(config);
    }

    [Theory]
    [Trait("Feature", "F030")]
    [InlineData(StepState.Enqueued, 0, 0, StepReadiness.NotWaiting)]
    [InlineData(StepState.Pending, 1, 3, StepReadiness.ParentsUnfinished)]
    [InlineData(StepState.WaitingForRetry, 0, 3, StepReadiness.NoAttemptLeft)]
    [InlineData(StepState.WaitingForRetry, 0, 2, StepReadiness.BackingOff)]
    public void Evaluate_NotReady_SaysWhatItWaitsFor(StepState state, int parents, int attempts, StepReadiness expected) =>
        Assert.Equal(expected, ReadinessRule.Evaluate(new ReadinessFacts(state, parents, attempts, 3, Retryable: true, Now.AddTicks(1)), Now));

    [Fact]
    [Trait("Feature", "F031")]
    public void Evaluate_AtTheEndOfTheBackoff_IsReady() =>
        Assert.Equal(StepReadiness.Ready, ReadinessRule.Evaluate(new ReadinessFacts(StepState.WaitingForRetry, 0, 1, 3, Retryable: true, Now), Now));

    [Theory]
    [Trait("Feature", "F031")]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(int.MaxValue, 60)]
    public void NextRetryAt_NothingStored_FallsBackToDoublingFromTheFailure(int attempts, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), ReadinessRule.NextRetryAt(storedDelay: null, decidedAt: null, failedAt: Now, attempts));

    [Fact]
    [Trait("Feature", "F031")]
    public void NextRetryAt_DelayStored_CountsFromTheDecision() =>
        Assert.Equal(Now.AddSeconds(7), ReadinessRule.NextRetryAt(TimeSpan.FromSeconds(7), Now, Now.AddHours(-1), attempts: 5));

    [Fact]
    [Trait("Feature", "F031")]
    public void NextRetryAt_NeverFailed_IsNone() => Assert.Null(ReadinessRule.NextRetryAt(storedDelay: null, decidedAt: null, failedAt: null, attempts: 0));
}
