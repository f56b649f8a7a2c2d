using FsCheck;
using FsCheck.Fluent;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Xunit;

namespace Tasker.Tests.Unit.Readiness;

[Trait("Feature", "F032")]
public sealed class TaskExecutionContextTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, ExecutionStatus.BlockedByFailures, RecommendedAction.HandleFailures, TaskHealth.Blocked)]
    [InlineData(0, 1, 1, 1, ExecutionStatus.HasReadySteps, RecommendedAction.ExecuteReadySteps, TaskHealth.Healthy)]
    [InlineData(0, 0, 1, 1, ExecutionStatus.Processing, RecommendedAction.WaitForCompletion, TaskHealth.Healthy)]
    [InlineData(0, 0, 0, 4, ExecutionStatus.AllComplete, RecommendedAction.FinalizeTask, TaskHealth.Healthy)]
    [InlineData(0, 0, 0, 3, ExecutionStatus.WaitingForDependencies, RecommendedAction.WaitForDependencies, TaskHealth.Healthy)]
    public void Evaluate_Precedence_IsBlockedReadyProcessingComplete(
        int failed, int ready, int running, int completed, ExecutionStatus status, RecommendedAction action, TaskHealth health)
    {
        var context = TaskExecutionContext.Evaluate(new StepCounts(
            4, Pending: 4 - failed - running - completed, Enqueued: 0, InProgress: running, HandedOver: 0, WaitingForRetry: 0, completed, failed, Cancelled: 0, ready));
        Assert.Equal((status, action, health), (context.Status, context.Action, context.Health));
    }

    [Theory]
    [InlineData(1, 3, "33.33")]
    [InlineData(2, 3, "66.67")]
    [InlineData(1, 800, "0.13")]
    [InlineData(7, 7, "100")]
    [InlineData(0, 0, "0")]
    public void Evaluate_Percentage_HasTwoDecimalsRoundedHalfUp(int completed, int total, string expected) =>
        Assert.Equal(
            decimal.Parse(expected),
            TaskExecutionContext.Evaluate(new StepCounts(total, total - completed, 0, 0, 0, 0, completed, 0, 0, 0)).CompletionPercentage);

    [Fact]
    public void Evaluate_OnlyBackingOff_IsRecovering()
    {
        var context = TaskExecutionContext.Evaluate(new StepCounts(1, 0, 0, 0, 0, WaitingForRetry: 1, 0, 0, 0, 0));
        Assert.Equal((ExecutionStatus.WaitingForDependencies, TaskHealth.Recovering), (context.Status, context.Health));
    }

    [Fact]
    public void Evaluate_NoSteps_IsUnknown() => Assert.Equal(TaskHealth.Unknown, TaskExecutionContext.Evaluate(default).Health);

    [Fact]
    public void Evaluate_RandomDags_EqualsBruteForceOverTheSteps()
    {
        var state = Gen.Elements(Enum.GetValues<StepState>());
        var edge = Gen.Choose(0, 3).Select(n => n == 0);
        var dags = state.ListOf().SelectMany(states => edge.ArrayOf(states.Count * states.Count).Select(edges => (States: states.ToArray(), Edges: edges)));
        Prop.ForAll(dags.ToArbitrary(), dag =>
        {
            var (states, edges) = dag;
            bool IsReady(int child) => states[child] == StepState.Pending
                && Enumerable.Range(0, child).All(parent => !edges[(parent * states.Length) + child] || states[parent].SatisfiesChildren());
            int Count(params StepState[] wanted) => states.Count(wanted.Contains);
            var ready = Enumerable.Range(0, states.Length).Count(IsReady);
            var done = states.Count(s => s.SatisfiesChildren());

            var context = TaskExecutionContext.Evaluate(new StepCounts(
                states.Length, Count(StepState.Pending), Count(StepState.Enqueued), Count(StepState.InProgress),
                Count(StepState.EnqueuedForOrchestration, StepState.EnqueuedAsErrorForOrchestration), Count(StepState.WaitingForRetry),
                done, Count(StepState.Error), Count(StepState.Cancelled), ready));

            var expected = ExecutionStatus.WaitingForDependencies;
            if (states.Length > 0 && states.All(s => s.SatisfiesChildren()))
            {
                expected = ExecutionStatus.AllComplete;
            }

            if (states.Any(s => s is StepState.Enqueued or StepState.InProgress or StepState.EnqueuedForOrchestration or StepState.EnqueuedAsErrorForOrchestration))
            {
                expected = ExecutionStatus.Processing;
            }

            if (Enumerable.Range(0, states.Length).Any(IsReady))
            {
                expected = ExecutionStatus.HasReadySteps;
            }

            if (states.Contains(StepState.Error))
            {
                expected = ExecutionStatus.BlockedByFailures;
            }

            Assert.Equal(expected, context.Status);
            Assert.InRange(context.CompletionPercentage - (100m * done / Math.Max(states.Length, 1)), -0.005m, 0.005m);
        }).QuickCheckThrowOnFailure();
    }
}
