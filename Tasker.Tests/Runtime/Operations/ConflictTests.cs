using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

[Trait("Feature", "F029")]
public sealed class ConflictTests(FlowDatabase database) : IClassFixture<FlowDatabase>, IDisposable
{
    private readonly OperationsFixture _acts = new(database);

    public void Dispose() => _acts.Dispose();

    [Fact]
    public async Task RetryStep_TwentyCallersAtOnce_OneWinsAndTheOthersLearnWhoWasFirst()
    {
        var step = await _acts.StepInAsync(StepState.Error);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => _acts.RetryAsync(step, StepState.Error, actor: $"user:caller-{i}"))));

        var winner = Array.FindIndex(outcomes, o => o is OperatorOutcome.Applied);
        var conflicts = outcomes.OfType<OperatorOutcome.Conflict>().ToList();
        Assert.Equal(19, conflicts.Count);
        Assert.All(conflicts, c => Assert.Equal(("enqueued", $"user:caller-{winner}"), (c.CurrentState, c.By)));
        Assert.Equal(1, await database.MessagesAsync(step));
        Assert.Equal(
            "1 applied, 19 conflict",
            await database.ScalarAsync<string>(
                $"""
                select string_agg(n || ' ' || outcome, ', ' order by outcome)
                from (select outcome, count(*) as n from tasker.operator_commands where task_id = '{step.Task}' group by outcome) x
                """));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task RetryStep_TakenByTheEngineSince_ConflictStillNamesWhoLeftTheExpectedState()
    {
        var step = await _acts.StepInAsync(StepState.Error);
        await _acts.RetryAsync(step, StepState.Error, actor: "user:ana");
        await database.ClaimAsync(1000);

        var outcome = Assert.IsType<OperatorOutcome.Conflict>(await _acts.RetryAsync(step, StepState.Error, actor: "user:ben"));

        Assert.Equal(("in_progress", "user:ana"), (outcome.CurrentState, outcome.By));
        Assert.True(outcome.At <= TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task FailStep_EndedByTheEngine_ConflictNamesTheNode()
    {
        var step = await _acts.StepInAsync(StepState.Complete);

        var outcome = Assert.IsType<OperatorOutcome.Conflict>(await _acts.FailAsync(step, StepState.InProgress));

        Assert.Equal(("complete", $"node {database.Node}"), (outcome.CurrentState, outcome.By));
    }

    [Fact]
    public async Task FailStep_NeverMoved_ConflictIsGivenWithoutHistory()
    {
        var step = await _acts.StepInAsync(StepState.Pending);

        var outcome = Assert.IsType<OperatorOutcome.Conflict>(await _acts.FailAsync(step, StepState.InProgress));

        Assert.Equal(("pending", "engine"), (outcome.CurrentState, outcome.By));
    }

    [Fact]
    public async Task CancelTask_OtherStateThanSeen_IsAConflict()
    {
        var step = await _acts.StepInAsync(StepState.Error);

        var outcome = Assert.IsType<OperatorOutcome.Conflict>(await _acts.CancelAsync(step.Task, TaskState.StepsInProcess));

        Assert.Equal("blocked_by_failures", outcome.CurrentState);
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(step.Task));
    }

    [Fact]
    public async Task RetryStep_SameKeyAgain_ReturnsTheFirstOutcomeWithoutActing()
    {
        var step = await _acts.StepInAsync(StepState.Error);
        var key = $"key-{step}";
        await _acts.RetryAsync(step, StepState.Error, key: key);
        await database.ClaimAsync(1000);
        await database.EndAsync(step, StepState.Error, attempt: 2);

        var again = Assert.IsType<OperatorOutcome.Replayed>(await _acts.RetryAsync(step, StepState.Error, key: key));

        Assert.IsType<OperatorOutcome.Applied>(again.First);
        Assert.Equal(StepState.Error, await database.StateAsync(step));
        Assert.Equal(1, await database.ScalarAsync<long>($"select count(*) from tasker.operator_commands where task_id = '{step.Task}'"));
    }

    [Fact]
    public async Task RetryStep_SameKeyFromTwentyCallersAtOnce_ActsOnce()
    {
        var step = await _acts.StepInAsync(StepState.Error);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _acts.RetryAsync(step, StepState.Error, key: $"k-{step}"))));

        Assert.Single(outcomes.OfType<OperatorOutcome.Applied>());
        Assert.All(outcomes.OfType<OperatorOutcome.Replayed>(), o => Assert.IsType<OperatorOutcome.Applied>(o.First));
        Assert.Equal(19, outcomes.OfType<OperatorOutcome.Replayed>().Count());
    }

    [Fact]
    public async Task RetryStep_RefusedBefore_SameKeyReturnsTheRefusal()
    {
        var step = await _acts.StepInAsync(StepState.Complete);
        var key = $"key-{step}";
        var first = await _acts.RetryAsync(step, key: key);

        var again = Assert.IsType<OperatorOutcome.Replayed>(await _acts.RetryAsync(step, key: key));

        Assert.Equal(first, again.First);
    }

    [Fact]
    public async Task CancelTask_KeyOfAnotherAct_IsRefusedAndRecorded()
    {
        var steps = await Task.WhenAll(_acts.StepInAsync(StepState.Error), _acts.StepInAsync(StepState.Error));
        var key = $"key-{steps[0]}";
        await _acts.RetryAsync(steps[0], key: key);

        var sameTask = await _acts.CancelAsync(steps[0].Task, key: key);
        var otherTask = await _acts.RetryAsync(steps[1], key: key);

        Assert.Equal(new OperatorOutcome.Refused("the idempotency key belongs to another command"), sameTask);
        Assert.Equal(sameTask, otherTask);
        Assert.Equal(StepState.Error, await database.StateAsync(steps[1]));
        Assert.Equal(2, await database.ScalarAsync<long>($"select count(*) from tasker.operator_commands where task_id = '{steps[0].Task}'"));
    }

    [Fact]
    public async Task RetryStep_SameKeyOnTwoTasksAtOnce_ActsOnOneOfThem()
    {
        for (var round = 0; round < 10; round++)
        {
            var steps = await Task.WhenAll(_acts.StepInAsync(StepState.Error), _acts.StepInAsync(StepState.Error));

            var outcomes = await Task.WhenAll(steps.Select(s => Task.Run(() => _acts.RetryAsync(s, key: $"key-{steps[0]}"))));

            Assert.Single(outcomes.OfType<OperatorOutcome.Applied>());
            Assert.Single(outcomes.OfType<OperatorOutcome.Refused>());
        }
    }
}
