using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

[Trait("Feature", "F021")]
public sealed class TaskActsTests(FlowDatabase database) : IClassFixture<FlowDatabase>, IDisposable
{
    private readonly OperationsFixture _acts = new(database);

    public void Dispose() => _acts.Dispose();

    [Theory]
    [InlineData(StepState.Pending)]
    [InlineData(StepState.Enqueued)]
    [InlineData(StepState.InProgress)]
    [InlineData(StepState.EnqueuedForOrchestration)]
    [InlineData(StepState.EnqueuedAsErrorForOrchestration)]
    [InlineData(StepState.WaitingForRetry)]
    [InlineData(StepState.Error)]
    public async Task CancelTask_StepInEachUnfinishedState_CancelsEverythingUnfinished(StepState state)
    {
        var step = await _acts.StepInAsync(state);

        Assert.Equal(new OperatorOutcome.Applied("cancelled"), await _acts.CancelAsync(step.Task));

        Assert.Equal(3, await CountAsync(step.Task, "state = 9"));
        Assert.Equal(0, await database.MessagesAsync(step));
        Assert.Equal("3/0/0/0", await CountersAsync(step.Task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task CancelTask_StepsFinished_AreLeftAlone()
    {
        var step = await _acts.StepInAsync(StepState.Complete);

        await _acts.CancelAsync(step.Task);

        Assert.Equal(StepState.Complete, await database.StateAsync(step));
        Assert.Equal(2, await CountAsync(step.Task, "state = 9"));
        Assert.Equal("2/0/0/0", await CountersAsync(step.Task));
    }

    [Fact]
    public async Task CancelTask_HandlersRunning_AreSignalledAndTheirResultsRefused()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(3, []), places: 2);

        await _acts.CancelAsync(task);

        Assert.Equal([(task.Step(0), (short)1, database.Node), (task.Step(1), (short)1, database.Node)], _acts.Signals.Interrupted);
        Assert.Empty((await database.EndAsync(task.Step(0), StepState.Complete)).Accepted);
        Assert.Equal(TaskState.Cancelled, await database.StateAsync(task));
    }

    [Fact]
    public async Task CancelTask_TaskOver_IsRefused()
    {
        var step = await _acts.StepInAsync(StepState.Cancelled);

        Assert.Equal(new OperatorOutcome.Refused("not possible while the task is cancelled"), await _acts.CancelAsync(step.Task));
        Assert.Equal(new OperatorOutcome.Refused("the task is cancelled"), await _acts.RetryAsync(step));
        Assert.IsType<OperatorOutcome.NotFound>(await _acts.CancelAsync(TaskId.New(TimeProvider.System)));
    }

    [Fact]
    public async Task CancelTask_RacingWithClaimsAndCompletions_EndsWithNothingRunningAndNothingLost()
    {
        var template = await database.TemplateAsync(20, [.. Enumerable.Range(0, 10).Select(i => (i, i + 10))]);
        for (var round = 0; round < 5; round++)
        {
            var tasks = new List<TaskId>();
            for (var i = 0; i < 8; i++) tasks.Add(await database.TaskAsync(template, places: 5));

            await Task.WhenAll(
            [
                .. tasks.Select(t => Task.Run(() => _acts.CancelAsync(t))),
                .. Enumerable.Range(0, 4).Select(_ => Task.Run(() => RetriedAsync(() => database.ClaimAsync(20)))),
                .. tasks.Select(t => Task.Run(() => RetriedAsync(() => database.EndAsync(t.Step(1), StepState.Complete, places: 1)))),
                .. tasks.Select(t => Task.Run(() => RetriedAsync(() => database.EndAsync(t.Step(2), StepState.Error)))),
            ]);

            foreach (var task in tasks) Assert.Equal(TaskState.Cancelled, await database.StateAsync(task));
        }

        Assert.Equal(0, await database.ScalarAsync<long>($"select count(*) from tasker.tasks t join tasker.steps s using (task_id) where template_id = {template} and s.state not in (7, 9)"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F022")]
    public async Task ResolveTask_Blocked_ClosesIt()
    {
        var step = await _acts.StepInAsync(StepState.Error);

        Assert.Equal(new OperatorOutcome.Applied("resolved_manually"), await _acts.ResolveAsync(step.Task));

        Assert.True(await database.ScalarAsync<bool>($"select completed_at is not null from tasker.tasks where task_id = '{step.Task}'"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F022")]
    public async Task RetryStep_TaskInError_ResetsTheTaskInTheSameCommit()
    {
        var step = await _acts.StepInAsync(StepState.Error);
        await GiveUpAsync(step.Task, from: 8);

        await _acts.RetryAsync(step);

        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(step.Task));
        Assert.True(await database.ScalarAsync<bool>($"select completed_at is null from tasker.tasks where task_id = '{step.Task}'"));
        Assert.Equal(
            "user:ana",
            await database.ScalarAsync<string>($"select actor from tasker.task_transitions where task_id = '{step.Task}' and from_state = 'error'"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task RetryAllFailed_SeveralInError_RunAgainInOneCommit()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(4, [(0, 3), (1, 3)]), places: 3);
        await database.EndAsync(task.Step(0), StepState.Error);
        await database.EndAsync(task.Step(1), StepState.Error);
        await database.EndAsync(task.Step(2), StepState.Complete);
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(task));

        Assert.Equal(new OperatorOutcome.Applied("steps_in_process"), await _acts.RetryAllAsync(task));

        Assert.Equal(2, await CountAsync(task, "state = 2 and attempts_forgiven = 1"));
        Assert.Equal(1, await database.ScalarAsync<long>($"select count(distinct xid) from tasker.transitions where task_id = '{task}' and actor is not null"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task RetryAllFailed_NoneInError_IsRefused()
    {
        var step = await _acts.StepInAsync(StepState.InProgress);

        Assert.Equal(new OperatorOutcome.Refused("no step of the task has failed"), await _acts.RetryAllAsync(step.Task));
    }

    [Theory]
    [InlineData(StepState.InProgress, 4, TaskState.StepsInProcess)]
    [InlineData(StepState.WaitingForRetry, 7, TaskState.WaitingForRetry)]
    [Trait("Feature", "F022")]
    public async Task RetryAllFailed_TaskTimedOutWithoutAStepInError_GoesOn(StepState state, int rested, TaskState expected)
    {
        var step = await _acts.StepInAsync(state);
        await GiveUpAsync(step.Task, rested);

        Assert.Equal(new OperatorOutcome.Applied(expected.Text()), await _acts.RetryAllAsync(step.Task));

        await database.AssertConsistentAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Feature", "F022")]
    public async Task Retry_TaskStopsOnFailure_ReleasesTheStepsThatWereHeldBack(bool resolve)
    {
        // 0 fails; 1 ends well, and its child 2 is held back because the task stops on failures.
        var task = await database.TaskAsync(await database.TemplateAsync(3, [(1, 2)], stopOnFailure: true), places: 2);
        await database.EndAsync(task.Step(0), StepState.Error);
        await database.EndAsync(task.Step(1), StepState.Complete);
        Assert.Equal(StepState.Pending, await database.StateAsync(task.Step(2)));
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(task));

        var outcome = resolve ? await _acts.ResolveAsync(task.Step(0)) : await _acts.RetryAsync(task.Step(0));

        Assert.IsType<OperatorOutcome.Applied>(outcome);
        Assert.Equal(StepState.Enqueued, await database.StateAsync(task.Step(2)));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F022")]
    public async Task RetryStep_TaskWaitingOrRunning_GoesOn()
    {
        // One step in error beside one that waits for its back-off (waiting_for_retry), and beside one that runs (steps_in_process).
        foreach (var (other, rests) in new[] { (StepState.WaitingForRetry, TaskState.WaitingForRetry), (StepState.InProgress, TaskState.StepsInProcess) })
        {
            var task = await database.TaskAsync(await database.TemplateAsync(2, []), places: 2);
            await database.EndAsync(task.Step(0), StepState.Error);
            if (other != StepState.InProgress) await database.EndAsync(task.Step(1), other, delay: TimeSpan.FromHours(1));
            Assert.Equal(rests, await database.StateAsync(task));

            await _acts.RetryAsync(task.Step(0));

            Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
            Assert.Equal(1, await database.MessagesAsync(task.Step(0)));
        }

        await database.AssertConsistentAsync();
    }

    private static async Task RetriedAsync<T>(Func<Task<T>> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == Npgsql.PostgresErrorCodes.DeadlockDetected)
            {
            }
        }
    }

    private async Task GiveUpAsync(TaskId task, int from) => await database.ExecuteAsync(
        $"""
        with given_up as (
            update tasker.tasks set state = 10, changed_at = clock_timestamp(), completed_at = clock_timestamp() where task_id = '{task}' returning changed_at
        )
        insert into tasker.transitions (task_id, at, path) select '{task}', changed_at, '\x0{from}0a' from given_up
        """);

    private Task<long> CountAsync(TaskId task, string condition) =>
        database.ScalarAsync<long>($"select count(*) from tasker.steps where task_id = '{task}' and {condition}");

    private Task<string> CountersAsync(TaskId task) => database.ScalarAsync<string>(
        $"select concat_ws('/', steps_left, steps_active, steps_waiting, steps_failed) from tasker.tasks where task_id = '{task}'");
}
