using System.Text.Json;
using Tasker.Data.DeadLetters;
using Tasker.Data.Staleness;
using Tasker.Data.Workflow;
using Xunit;

namespace Tasker.Tests.Data.DeadLetters;

/// <summary>Who stays too long is found, and what the lifecycle says is done, in one commit.</summary>
public sealed class StalenessStoreTests : DeadLetterDatabase
{
    [Fact]
    [Trait("Feature", "F116")]
    public async Task Look_NothingIsOverALimit_FindsNothing()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await AgeAsync(task, "59 minutes");

        var look = await LookAsync();

        Assert.Empty(look.Planned);
        Assert.Equal((0, 1, null), (look.Stale, look.Looked, look.Next));
    }

    [Theory]
    [Trait("Feature", "F117")]
    [InlineData(TaskState.Pending)]
    [InlineData(TaskState.Initializing)]
    [InlineData(TaskState.EnqueuingSteps)]
    [InlineData(TaskState.StepsInProcess)]
    [InlineData(TaskState.EvaluatingResults)]
    [InlineData(TaskState.WaitingForDependencies)]
    [InlineData(TaskState.WaitingForRetry)]
    [InlineData(TaskState.BlockedByFailures)]
    public async Task Run_EveryStateThatIsNoEnd_HasItsOwnLimit(TaskState state)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await ExecuteAsync($"update tasker.tasks set state = {(short)state} where task_id = '{task}'");
        await AgeAsync(task, "10 minutes");
        var other = Limits with { States = Limits.States.ToDictionary(s => s.Key, s => s.Key == state ? TimeSpan.FromMinutes(9) : s.Value) };
        Assert.Empty((await LookAsync()).Planned);

        var (look, result) = await RunAsync(other);

        Assert.Equal([new PlannedAct(task, DeadLetterReasons.StalenessTimeout, Enters: true, Fails: false)], look.Planned);
        Assert.Equal([(task, DeadLetterReasons.StalenessTimeout)], result.Flow.DeadLetters);
        Assert.Equal(state.Text(), (await EntryAsync(task))!.Item.OriginalState);
        Assert.Empty((await LookAsync(other)).Planned);
    }

    [Theory]
    [Trait("Feature", "F094")]
    [InlineData("""{"max_steps_in_process": "00:10:00"}""", true, false)]
    [InlineData("""{"max_steps_in_process": "00:10:00", "staleness_action": "error"}""", false, true)]
    [InlineData("""{"max_steps_in_process": "00:10:00", "staleness_action": "none"}""", false, false)]
    [InlineData("""{"max_waiting_for_retry": "00:10:00"}""", false, false)]
    [InlineData("""{"max_duration": "00:10:00"}""", true, false)]
    [InlineData("""{"max_duration": "00:10:00", "auto_fail_on_timeout": true}""", true, true)]
    [InlineData("""{"max_duration": "00:10:00", "auto_fail_on_timeout": true, "auto_dlq_on_timeout": false}""", false, true)]
    [InlineData("""{"max_duration": "00:10:00", "auto_dlq_on_timeout": false}""", false, false)]
    [InlineData("""{"max_duration": "1.00:10:00", "auto_fail_on_timeout": true}""", false, false)]
    public async Task Run_TemplatesLifecycle_DecidesWhatHappens(string lifecycle, bool enters, bool fails)
    {
        var task = await TaskAsync(await TemplateWithAsync(lifecycle), places: 1);
        await AgeAsync(task, "11 minutes");

        var (look, _) = await RunAsync();

        Assert.Equal((enters, fails), (look.Planned.SingleOrDefault()?.Enters ?? false, look.Planned.SingleOrDefault()?.Fails ?? false));
        Assert.Equal(enters, await EntryAsync(task) is not null);
        Assert.Equal(fails ? TaskState.Error : TaskState.StepsInProcess, await StateAsync(task));
        await AssertConsistentAsync();
    }

    [Theory]
    [Trait("Feature", "F094")]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Run_SystemSetting_HoldsWhereTheTemplateDoesNotSay(bool autoFail, bool fails)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await AgeAsync(task, "25 hours");
        var limits = Limits with { AutoFail = autoFail, AutoDlq = false, States = Limits.States.ToDictionary(s => s.Key, _ => TimeSpan.FromDays(9)) };

        await RunAsync(limits);

        Assert.Equal(fails ? TaskState.Error : TaskState.StepsInProcess, await StateAsync(task));
        Assert.Null(await EntryAsync(task));
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Run_TaskFails_EndsItsStepsHonestlyInOneCommit()
    {
        var task = await MixedAsync();

        var (_, result) = await RunAsync();

        Assert.Equal([(task, TaskState.Error)], result.Flow.Tasks);
        Assert.Equal([task.Step(0)], result.Interrupted.Select(i => i.StepId));
        Assert.Equal(
            [StepState.Error, StepState.Error, StepState.Error, StepState.Pending, StepState.Pending, StepState.Pending],
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => StateAsync(task.Step(i)))));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from pgmq.q_worker_ops_queue"));
        Assert.Equal("task_timeout", await ScalarAsync<string>($"select failure ->> 'error_type' from tasker.steps where task_id = '{task}' and step_no = 0"));
        Assert.Empty((await EndAsync(task.Step(0), StepState.Complete)).Accepted);
        await AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Run_FailedTaskIsRequeued_RunsAndHasANewLife()
    {
        var task = await MixedAsync();
        await RunAsync();
        using var acts = new Runtime.Operations.OperationsFixture(this);

        Assert.IsType<Tasker.Data.Operators.OperatorOutcome.Applied>(await acts.RetryAllAsync(task));

        Assert.Equal(TaskState.StepsInProcess, await StateAsync(task));
        await AssertConsistentAsync();
        // Its creation is as long ago as before, its life began with the requeue.
        Assert.Empty((await LookAsync(Limits with { Life = TimeSpan.FromMinutes(5) })).Planned);
        Assert.Equal(5, (await ClaimAsync(10)).Claimed.Count);
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Look_AStepMadeProgress_IsNotStale()
    {
        var task = await TaskAsync(await TemplateAsync(3, []), places: 2);
        await AgeAsync(task, "2 hours");
        Assert.Single((await LookAsync()).Planned);

        await EndAsync(task.Step(0), StepState.Complete);

        Assert.Empty((await LookAsync()).Planned);
    }

    [Theory]
    [Trait("Feature", "F116")]
    [InlineData("clock_timestamp() - interval '10 minutes'", false)]
    [InlineData("clock_timestamp() - interval '70 minutes'", true)]
    [InlineData("'yesterday'::text", true)]
    public async Task Look_CheckpointOfARunningStep_CountsAsProgress(string timestamp, bool stale)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await AgeAsync(task, "2 hours");

        await ExecuteAsync($"update tasker.steps set checkpoint = jsonb_build_object('cursor', 7, 'timestamp', {timestamp}) where task_id = '{task}'");

        Assert.Equal(stale, (await LookAsync()).Planned.Count == 1);
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Look_Paused_IsNotJudged()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await AgeAsync(task, "2 hours");
        await ExecuteAsync($"insert into tasker.pauses (pause_id, scope, target, task_id, paused_by, reason) values (gen_random_uuid(), 'task', '{task}', '{task}', 'user:ana', 'x')");

        Assert.Empty((await LookAsync()).Planned);
    }

    [Fact]
    [Trait("Feature", "F120")]
    public async Task Run_DecidedEntry_IsMadeAgainOnlyForANewEpisode()
    {
        var task = await TaskAsync(await TemplateAsync(3, []), places: 3);
        await AgeAsync(task, "2 hours");
        await RunAsync();
        await ExecuteAsync("update tasker.tasks_dlq set resolution = 'cancelled', resolved_by = 'user:ana', resolved_at = clock_timestamp()");
        Assert.Empty((await RunAsync()).Result.Flow.DeadLetters);

        await EndAsync(task.Step(0), StepState.Complete);
        await AgeAsync(task, "2 hours");

        Assert.Single((await RunAsync()).Result.Flow.DeadLetters);
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from tasker.tasks_dlq"));
    }

    [Fact]
    [Trait("Feature", "F117")]
    public async Task Run_DependenciesInARing_EntersWithTheRing()
    {
        var task = await TaskAsync(await TemplateAsync(5, [(0, 1), (1, 2), (2, 3), (1, 4)]), places: 1);
        await ExecuteAsync($"insert into tasker.step_edges values ('{task}', 3, 1, 'provides'); update tasker.steps set waits = 2 where task_id = '{task}' and step_no = 1");
        await EndAsync(task.Step(0), StepState.Complete, places: 1);
        Assert.Equal(TaskState.WaitingForDependencies, await StateAsync(task));
        var whole = await TaskAsync(await TemplateAsync(2, [(0, 1)]));

        var (look, _) = await RunAsync();

        Assert.Equal([new PlannedAct(task, DeadLetterReasons.DependencyCycleDetected, Enters: true, Fails: false)], look.Planned);
        var cause = JsonElement.Parse((await EntryAsync(task))!.Item.Cause);
        Assert.Equal(["step_1", "step_2", "step_3"], cause.GetProperty("cycle").EnumerateArray().Select(s => s.GetString()).Order());
        Assert.Null(await EntryAsync(whole));
        Assert.Empty((await LookAsync()).Planned);
    }

    [Fact]
    [Trait("Feature", "F117")]
    public async Task Run_NobodyServesTheNamespace_EntersAfterItsTime()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await AgeAsync(task, "6 minutes");
        Assert.Empty((await LookAsync()).Planned);
        await ExecuteAsync("update tasker.nodes set lease_until = clock_timestamp() - interval '4 minutes'");
        Assert.Empty((await LookAsync()).Planned);
        await ExecuteAsync("update tasker.nodes set lease_until = clock_timestamp() - interval '6 minutes'");

        var (look, result) = await RunAsync();

        Assert.Equal([new PlannedAct(task, DeadLetterReasons.WorkerUnavailable, Enters: true, Fails: false)], look.Planned);
        Assert.Equal([(task, DeadLetterReasons.WorkerUnavailable)], result.Flow.DeadLetters);
        Assert.Equal("Ops", JsonElement.Parse((await EntryAsync(task))!.Item.Cause).GetProperty("namespace").GetString());
    }

    [Fact]
    [Trait("Feature", "F117")]
    public async Task Look_WorkerOfAnotherNamespaceLives_DoesNotHelp()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await AgeAsync(task, "6 minutes");
        await ExecuteAsync("""update tasker.nodes set namespaces = '["other"]'""");

        Assert.Equal(task, Assert.Single((await LookAsync()).Planned).TaskId);

        await ExecuteAsync("""update tasker.nodes set namespaces = '["other", "ops"]'""");
        Assert.Empty((await LookAsync()).Planned);
    }

    [Fact]
    [Trait("Feature", "F124")]
    public async Task Monitor_From80PercentOn_WarnsWithWhoseLimitItIs()
    {
        var warned = await TaskAsync(await TemplateWithAsync("""{"max_steps_in_process": "00:10:00"}"""), places: 1);
        await AgeAsync(warned, "8 minutes 30 seconds");
        var healthy = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await AgeAsync(healthy, "47 minutes");
        var stale = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await AgeAsync(stale, "61 minutes");

        var page = await StalenessStore.MonitorAsync(Data.Console, StalenessPlace.Start, 100, Limits, 0, double.PositiveInfinity, default);
        var warnings = await StalenessStore.MonitorAsync(Data.Console, StalenessPlace.Start, 100, Limits, 0.8, 1, default);

        Assert.Equal(
            [(warned, "warning", "template", TimeSpan.FromMinutes(10)), (healthy, "healthy", "system", TimeSpan.FromHours(1)), (stale, "stale", "system", TimeSpan.FromHours(1))],
            page.Items.Select(i => (i.TaskId, i.Health, i.StateLimitOf, i.StateLimit)));
        Assert.Equal([warned], warnings.Items.Select(i => i.TaskId));
        Assert.Equal(0.85, warnings.Items[0].Share, 0.02);
        Assert.Equal((3, null), (warnings.Looked, warnings.Next));
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Run_TwoDetectorsAtOnce_DoItOnce()
    {
        var template = await TemplateWithAsync("""{"max_duration": "00:10:00", "auto_fail_on_timeout": true}""", 2);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add(await TaskAsync(template, places: 1));
            await AgeAsync(tasks[^1], "20 minutes");
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RunAsync())));

        Assert.Equal(20, runs.Sum(r => r.Result.Flow.DeadLetters.Count));
        Assert.Equal(20, runs.Sum(r => r.Result.Flow.Tasks.Count));
        await AssertConsistentAsync();
    }

    /// <summary>
    /// A task over its life with steps in progress, handed over either way, waiting for a retry, in the queue, and pending behind the first.
    /// </summary>
    private async Task<TaskId> MixedAsync()
    {
        var template = await TemplateWithAsync("""{"max_duration": "00:10:00", "auto_fail_on_timeout": true}""", 6, [(0, 5)]);
        var task = await TaskAsync(template, places: 4);
        await HandOverAsync(task.Step(1), StepState.Complete);
        await HandOverAsync(task.Step(2), StepState.Error);
        await EndAsync(task.Step(3), StepState.WaitingForRetry, delay: TimeSpan.FromHours(1));
        await ExecuteAsync($$"""update tasker.transitions set detail = '{"retry_in_ms": 3600000}' where task_id = '{{task}}' and path = '\x030506'""");
        await AgeAsync(task, "20 minutes");
        return task;
    }
}
