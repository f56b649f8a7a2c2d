using FsCheck;
using FsCheck.Fluent;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Unit.Readiness;

public sealed class TaskOutcomeTests
{
    [Theory]
    [Trait("Feature", "F019")]
    [Trait("Feature", "F020")]
    [InlineData(0, 0, 0, 0, 0, FailurePolicy.FinishBranches, TaskState.Complete)]
    [InlineData(3, 1, 1, 1, 0, FailurePolicy.FinishBranches, TaskState.StepsInProcess)]
    [InlineData(3, 0, 1, 1, 1, FailurePolicy.FinishBranches, TaskState.StepsInProcess)]
    [InlineData(3, 0, 1, 1, 0, FailurePolicy.FinishBranches, TaskState.WaitingForRetry)]
    [InlineData(3, 0, 0, 1, 0, FailurePolicy.FinishBranches, TaskState.BlockedByFailures)]
    [InlineData(3, 0, 0, 0, 0, FailurePolicy.FinishBranches, TaskState.WaitingForDependencies)]
    [InlineData(3, 1, 1, 1, 1, FailurePolicy.StopAtFirstFailure, TaskState.StepsInProcess)]
    [InlineData(3, 0, 1, 1, 1, FailurePolicy.StopAtFirstFailure, TaskState.BlockedByFailures)]
    [InlineData(3, 0, 1, 0, 0, FailurePolicy.StopAtFirstFailure, TaskState.WaitingForRetry)]
    public void Decide_Counters_GivesTheRestingState(int left, int active, int waiting, int failed, int ready, FailurePolicy policy, TaskState expected) =>
        Assert.Equal(expected, TaskOutcome.Decide(new TaskCounters(left, active, waiting, failed, ready), policy).RestingState);

    [Fact]
    [Trait("Feature", "F019")]
    public void Decide_StopAtFirstFailure_StartsNothingNew() =>
        Assert.Null(TaskOutcome.Decide(new TaskCounters(4, 1, 1, 1, 1), FailurePolicy.StopAtFirstFailure).Event);

    [Fact]
    [Trait("Feature", "F017")]
    public void Decide_AnyCounters_NamesAnEventThatTheMachineAccepts()
    {
        var verdicts = Gen.Choose(0, 2).ArrayOf(5).Select(n => new TaskCounters(n[0] + n[1] + n[2] + n[3] + n[4], n[0], n[1], n[2], n[3]));
        Prop.ForAll(verdicts.ToArbitrary(), counters =>
        {
            foreach (var policy in Enum.GetValues<FailurePolicy>())
            {
                var verdict = TaskOutcome.Decide(counters, policy);
                if (verdict.Event is not { } taskEvent)
                {
                    Assert.True(counters.Active > 0);
                    continue;
                }

                var moved = Assert.IsType<MoveResult<TaskState, TaskEvent>.Moved>(
                    TaskMachine.TryMove(TaskState.EvaluatingResults, taskEvent, new TaskFacts(counters, ByOperator: false)));
                Assert.Equal(verdict.RestingState, moved.To == TaskState.EnqueuingSteps ? TaskState.StepsInProcess : moved.To);
            }
        }).QuickCheckThrowOnFailure();
    }
}
