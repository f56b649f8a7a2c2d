using Tasker.Data.Flow;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Queries;

[Trait("Feature", "F036")]
public sealed class StepBrowserTests : BrowserTests
{
    private static readonly string Pair = TemplateText.Steps(("first", []), ("second", ["first"]));

    [Fact]
    public async Task GetAsync_RunningChildOfAFinishedParent_ShowsNeighboursAndPayloads()
    {
        var (task, running) = await SecondRunsAsync();

        var first = (await Steps.GetAsync(task.Step(0), default))!;
        var second = (await Steps.GetAsync(task.Step(1), default))!;

        Assert.Equal("""{"done": true}""", first.Payloads.Result!.Json);
        Assert.Equal([new StepNeighbour(1, "second", "in_progress")], first.Children);
        Assert.Equal([new StepNeighbour(0, "first", "complete")], second.Parents);
        Assert.Equal((running.Attempt, Node, "standard"), ((short)second.Step.Attempts, second.Step.LeaseNode, second.Step.Type));
        Assert.True(second.DependenciesSatisfied);
        Assert.False(second.ReadyForExecution);
        Assert.Null(second.Step.EndedAt);
        Assert.Null(await Steps.GetAsync(task.Step(2), default));
        Assert.Null(await Steps.GetAsync(new StepId(task.Value), default));
    }

    [Fact]
    public async Task TransitionsAsync_OneStep_IsEveryMoveFromItsMaking()
    {
        var (task, running) = await SecondRunsAsync();
        await EndAsync(0, End(running, StepState.WaitingForRetry));

        var moves = (await Steps.TransitionsAsync(task.Step(1), new PageRequest(), default)).Items;

        Assert.Equal(
            [null, "pending", "enqueued", "in_progress", "enqueued_as_error_for_orchestration"], moves.Reverse().Select(m => m.FromState));
        Assert.Equal(
            ["pending", "enqueued", "in_progress", "enqueued_as_error_for_orchestration", "waiting_for_retry"], moves.Reverse().Select(m => m.ToState));
        Assert.Equal(("it broke", "test:1", "second"), (moves[0].Reason, moves[0].Node, moves[0].StepName));
        Assert.True(moves[1].SincePrevious > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, moves[0].SincePrevious);
        Assert.Null(moves[^1].SincePrevious);
    }

    [Fact]
    public async Task TransitionsAsync_InPagesBothWays_AreTheSameMoves()
    {
        var (task, running) = await SecondRunsAsync();
        await EndAsync(0, End(running, StepState.Complete));
        var all = (await Tasks.TransitionsAsync(task, new PageRequest(100), default)).Items;

        var down = new List<TransitionItem>();
        var page = await Tasks.TransitionsAsync(task, new PageRequest(2), default);
        while (true)
        {
            down.AddRange(page.Items);
            if (page.Older is not { } older) break;
            page = await Tasks.TransitionsAsync(task, new PageRequest(2, older), default);
        }

        var up = new List<TransitionItem>(page.Items);
        while (page.Newer is { } newer)
        {
            page = await Tasks.TransitionsAsync(task, new PageRequest(2, newer), default);
            up.InsertRange(0, page.Items);
        }

        Assert.True(all.Count >= 12);
        Assert.Equal(all, down);
        Assert.Equal(all, up);
        Assert.Equal(["complete", "complete"], all.Where(m => m.StepNo is not null && m.ToState == "complete").Select(m => m.ToState));
        Assert.Equal("complete", all.First(m => m.StepNo is null).ToState);
    }

    [Fact]
    public async Task AttemptsAndAuditAsync_TwoExecutions_AreBothThere()
    {
        var (task, running) = await SecondRunsAsync();
        await EndAsync(0, End(running, StepState.WaitingForRetry));
        await ExecuteAsync("update tasker.steps set retry_at = now() where retry_at is not null");
        await using (var connection = await Source.Engine.OpenConnectionAsync())
        {
            await FlowWriter.StageRetriesAsync(connection, Node, 10, default);
            await FlowWriter.ClaimAsync(connection, Node, QueueName.Of("tests"), 10, default);
        }

        var attempts = await Steps.AttemptsAsync(task.Step(1), default);
        var audit = await Steps.AuditAsync(task.Step(1), default);
        var all = await Tasks.AttemptsAsync(task, default);

        Assert.Equal([(1, "waiting_for_retry"), (2, null)], attempts.Select(a => (a.Attempt, a.Outcome)));
        Assert.True(attempts[0].ReadyAt <= attempts[0].StartedAt && attempts[0].StartedAt <= attempts[0].EndedAt);
        Assert.Contains("it broke", attempts[0].Failure);
        Assert.True(attempts[1].ReadyAt < attempts[1].StartedAt);
        Assert.Null(attempts[1].EndedAt);
        var result = Assert.Single(audit);
        Assert.Equal((false, "enqueued_as_error_for_orchestration", 12.0), (result.Success, result.ToState, result.ExecutionTime!.Value.TotalMilliseconds));
        Assert.Equal([0, 1, 1], all.Select(a => a.StepId.StepNo));
    }

    private async Task<(TaskId Task, ClaimedStep Running)> SecondRunsAsync()
    {
        var template = (await PublishAsync(Pair)).TemplateId;
        var made = await CreateAsync(1, NewTask(template));
        var next = await EndAsync(1, End(made.Claimed[0], StepState.Complete));
        return (made.Created.Single(), next.Claimed[0]);
    }
}
