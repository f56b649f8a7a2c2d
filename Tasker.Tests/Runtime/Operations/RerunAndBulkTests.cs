using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

public sealed class RerunAndBulkTests(FlowDatabase database) : IClassFixture<FlowDatabase>, IDisposable
{
    private readonly OperationsFixture _acts = new(database);

    public void Dispose() => _acts.Dispose();

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RerunTask_Blocked_MakesALinkedTaskAndLeavesTheOldOne()
    {
        var task = (await _acts.StepInAsync(StepState.Error)).Task;
        await database.ExecuteAsync($"update tasker.tasks set priority = 7, identity_hash = sha256('{task}') where task_id = '{task}'");

        var result = await _acts.RerunAsync(task, expected: TaskState.BlockedByFailures);

        Assert.IsType<OperatorOutcome.Applied>(result.Outcome);
        var made = result.NewTask!.Value;
        var tasks = _acts.Get<TaskBrowser>();
        var (old, young) = ((await tasks.GetAsync(task, default))!, (await tasks.GetAsync(made, default))!);
        Assert.Equal([made], old.Reruns);
        Assert.Equal(task, young.RerunOf);
        Assert.Equal((7, "steps_in_process"), (young.Header.Summary.Priority, young.Header.Summary.State));
        Assert.Equal(old.Header.Summary.CorrelationId, young.Header.ParentCorrelationId);
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(task));
        Assert.Equal(1, await database.MessagesAsync(made.Step(0)));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RerunTask_SameKeyFromTenCallersAtOnce_MakesOneTask()
    {
        var task = (await _acts.StepInAsync(StepState.Error)).Task;

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _acts.RerunAsync(task, key: $"rerun-{task}"))));

        Assert.Single(results, r => r.Outcome is OperatorOutcome.Applied);
        Assert.Equal(9, results.Count(r => r.Outcome is OperatorOutcome.Replayed { First: OperatorOutcome.Applied }));
        Assert.Single(results.Select(r => r.NewTask).Distinct());
        Assert.Equal(1, await database.ScalarAsync<long>($"select count(*) from tasker.task_links where rerun_of = '{task}'"));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RerunTask_OtherStateThanSeen_IsAConflictThatNamesWhoWasFirst()
    {
        var task = (await _acts.StepInAsync(StepState.Error)).Task;
        await _acts.CancelAsync(task);

        var result = await _acts.RerunAsync(task, expected: TaskState.BlockedByFailures);

        var conflict = Assert.IsType<OperatorOutcome.Conflict>(result.Outcome);
        Assert.Equal(("cancelled", OperationsFixture.Ana), (conflict.CurrentState, conflict.By));
        Assert.Null(result.NewTask);
        Assert.IsType<OperatorOutcome.NotFound>((await _acts.RerunAsync(TaskId.New(TimeProvider.System))).Outcome);
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RerunTask_OtherInput_IsTheNewTasks()
    {
        var task = (await _acts.StepInAsync(StepState.Error)).Task;

        var made = (await _acts.RerunAsync(task, """{"n": 2}""")).NewTask;

        Assert.Equal("""{"n": 2}""", await database.ScalarAsync<string>($"select context::text from tasker.tasks where task_id = '{made}'"));
        Assert.Equal("{}", await database.ScalarAsync<string>($"select context::text from tasker.tasks where task_id = '{task}'"));
        Assert.IsType<OperatorOutcome.Refused>((await _acts.RerunAsync(task, "[]")).Outcome);
    }

    [Fact]
    [Trait("Feature", "F106")]
    public async Task BulkTasks_MixedStates_EachTaskHasItsOutcome()
    {
        var blocked = (await _acts.StepInAsync(StepState.Error)).Task;
        var running = (await _acts.StepInAsync(StepState.InProgress)).Task;
        var over = (await _acts.StepInAsync(StepState.Cancelled)).Task;
        var unknown = TaskId.New(TimeProvider.System);

        var result = await _acts.BulkAsync(BulkAct.Retry, [blocked, running, over, unknown, blocked]);

        Assert.Null(result.Problem);
        Assert.Equal([blocked, running, over, unknown], result.Items.Select(i => i.TaskId));
        Assert.Equal(
            [
                new OperatorOutcome.Applied("steps_in_process"), new OperatorOutcome.Refused("no step of the task has failed"),
                new OperatorOutcome.Refused("not possible while the task is cancelled"), new OperatorOutcome.NotFound(),
            ],
            result.Items.Select(i => i.Outcome));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F106")]
    public async Task BulkPreview_MixedStates_CountsEachNamedTaskOnce()
    {
        var blocked = (await _acts.StepInAsync(StepState.Error)).Task;
        var running = (await _acts.StepInAsync(StepState.InProgress)).Task;
        var request = new BulkRequest
        {
            Act = BulkAct.Cancel, Tasks = [blocked, running, TaskId.New(TimeProvider.System), blocked], Actor = OperationsFixture.Ana, Reason = "",
            ExpectedState = TaskState.BlockedByFailures,
        };

        var preview = await _acts.Get<BulkTasks>().PreviewAsync(request, default);

        Assert.Equal([blocked], preview.Fit);
        Assert.Equal([("does not exist", 1), ("is steps_in_process", 1)], preview.Unfit.Select(u => (u.WhyNot, u.Tasks)).Order());
    }

    [Fact]
    [Trait("Feature", "F106")]
    public async Task BulkTasks_ByFilterInSeveralBatches_ActsOnWhatFitsAndRepeatsNothingUnderTheSameKey()
    {
        var template = await database.TemplateAsync(1, []);
        var name = await database.ScalarAsync<string>($"select name from tasker.templates where template_id = {template}");
        var tasks = new List<TaskId>();
        for (var i = 0; i < 120; i++) tasks.Add(await database.TaskAsync(template));
        var request = new BulkRequest
        {
            Act = BulkAct.Cancel, Filter = new TaskFilter { Template = name }, Most = 110, Actor = OperationsFixture.Ana, Reason = "too many", IdempotencyKey = $"b-{name}",
        };

        var first = await _acts.Get<BulkTasks>().HandleAsync(request, default);

        Assert.Equal((110, true), (first.Items.Count(i => i.Outcome is OperatorOutcome.Applied), first.More));
        Assert.Equal(110, await database.ScalarAsync<long>($"select count(*) from tasker.tasks where template_id = {template} and state = 11"));
        var again = await _acts.Get<BulkTasks>().HandleAsync(request with { Most = 1000 }, default);
        Assert.Equal((10, 110), (again.Items.Count(i => i.Outcome is OperatorOutcome.Applied), again.Items.Count(i => i.Outcome is OperatorOutcome.Replayed)));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F106")]
    public async Task BulkTasks_UnboundedOrEmpty_IsRefusedAsAWhole()
    {
        Assert.NotNull((await _acts.BulkAsync(BulkAct.Cancel, [])).Problem);
        Assert.NotNull((await _acts.BulkAsync(BulkAct.Cancel, [.. Enumerable.Range(0, 1001).Select(_ => TaskId.New(TimeProvider.System))])).Problem);
        var all = new BulkRequest { Act = BulkAct.Cancel, Filter = TaskFilter.All, Actor = OperationsFixture.Ana, Reason = "all" };
        Assert.Equal("the filter does not restrict anything", (await _acts.Get<BulkTasks>().HandleAsync(all, default)).Problem);
    }

    [Fact]
    [Trait("Feature", "F021")]
    public async Task CancelTask_WhileADecisionAddsSteps_CancelsThoseToo()
    {
        var task = (await _acts.StepInAsync(StepState.InProgress)).Task;
        await using var connection = await database.Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Tasker.Data.Flow.GrowthWriter.LockAsync(connection, [task], default);

        var cancel = Task.Run(() => _acts.CancelAsync(task));
        await TaskerHarness.UntilAsync(
            () => database.ScalarAsync<long>("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"), n => n > 0);
        await using (var add = new Npgsql.NpgsqlCommand(
            $"""
            insert into tasker.steps (task_id, step_no, template_step_no, name, state, attempts, attempts_forgiven, max_attempts, retryable, waits, created_at, changed_at)
            values ('{task}', 3, 2, 'grown', 1, 0, 0, 3, true, 1, clock_timestamp(), clock_timestamp());
            insert into tasker.step_edges (task_id, from_no, to_no, name) values ('{task}', 0, 3, 'decision');
            update tasker.tasks set steps_total = steps_total + 1, steps_left = steps_left + 1 where task_id = '{task}'
            """, connection))
        {
            await add.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();

        Assert.Equal(new OperatorOutcome.Applied("cancelled"), await cancel);
        Assert.Equal(4, await database.ScalarAsync<long>($"select count(*) from tasker.steps where task_id = '{task}' and state = 9"));
        await database.AssertConsistentAsync();
    }
}
