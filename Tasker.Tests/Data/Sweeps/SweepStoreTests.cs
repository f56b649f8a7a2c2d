using Tasker.Data.Flow;
using Tasker.Data.Sweeps;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Sweeps;

/// <summary>Each kind of damage is found, healed with its reason in the history, and leaves the database consistent.</summary>
[Trait("Feature", "F037")]
public sealed class SweepStoreTests : FlowDatabase
{
    private const string Healed = "select count(*) from tasker.transitions where detail ? 'healed'";

    [Fact]
    public async Task Look_NothingIsWrong_FindsNothing()
    {
        await HealthyAsync();

        var found = await LookAsync();

        Assert.False(found.Any || found.OverdueRetries);
        Assert.Empty(found.DeadHolders);
    }

    [Fact]
    public async Task Heal_QueuedStepWithoutMessage_GetsOne()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync("delete from pgmq.q_worker_ops_queue");

        var healed = await HealAsync();

        Assert.Equal(1, healed.Messages);
        Assert.Equal(1, await MessagesAsync(task.Step(0)));
        Assert.Equal(1, await ScalarAsync<long>(Healed));
        await AssertConsistentAsync();
        Assert.Single((await ClaimAsync(10)).Claimed);
    }

    [Fact]
    public async Task Look_QueuedStepBehindTheHeadOfItsQueue_IsNoSuspect()
    {
        var template = await TemplateAsync(1, []);
        await TaskAsync(template);
        await TaskAsync(template);

        Assert.Empty((await LookAsync()).MessageSuspects);
    }

    [Fact]
    public async Task Heal_SuspectHasItsMessage_NothingIsSent()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync("update pgmq.q_worker_ops_queue set vt = clock_timestamp() + interval '1 hour'");
        Assert.Single((await LookAsync()).MessageSuspects);

        Assert.Equal(0, (await HealAsync()).Messages);

        Assert.Equal(1, await MessagesAsync(task.Step(0)));
    }

    [Theory]
    [InlineData(StepState.Complete)]
    [InlineData(StepState.Error)]
    public async Task Heal_HandedOverResultWithoutMessage_IsSentAgain(StepState outcome)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await HandOverAsync(task.Step(0), outcome);
        await ExecuteAsync("delete from pgmq.q_orchestration_step_results");

        Assert.Equal(1, (await HealAsync()).Results);

        Assert.Equal(1, await ScalarAsync<long>("select count(*) from pgmq.q_orchestration_step_results where (message ->> 'attempt')::int = 1"));
        Assert.Equal(0, (await HealAsync()).Results);
    }

    [Fact]
    public async Task Heal_ReadyStepThatNobodyQueued_IsQueued()
    {
        var task = await TaskAsync(await TemplateAsync(2, [(0, 1)]), places: 1);
        await EndAsync(task.Step(0), StepState.Complete);
        await ExecuteAsync($"delete from pgmq.q_worker_ops_queue");
        await ExecuteAsync($"update tasker.transitions set queued = null where task_id = '{task}'");
        await ExecuteAsync($"update tasker.steps set state = 1, changed_at = created_at where task_id = '{task}' and step_no = 1");

        await HealAsync();

        Assert.Equal(StepState.Enqueued, await StateAsync(task.Step(1)));
        Assert.Equal(1, await ScalarAsync<long>(Healed + " and step_no = 1"));
        await AssertConsistentAsync();
    }

    [Theory]
    [InlineData("steps_left = steps_left + 1")]
    [InlineData("steps_active = steps_active + 3")]
    [InlineData("steps_waiting = 1")]
    [InlineData("steps_failed = 2")]
    public async Task Heal_CountersOfATask_AreThoseOfItsSteps(string damage)
    {
        var task = await TaskAsync(await TemplateAsync(2, [(0, 1)]));
        await ExecuteAsync($"update tasker.tasks set {damage} where task_id = '{task}'");

        Assert.Single((await LookAsync()).Unsettled);
        await HealAsync();

        Assert.False((await LookAsync()).Any);
        await AssertConsistentAsync();
    }

    [Theory]
    [InlineData(TaskState.EnqueuingSteps, 0, "\\x040503")]
    [InlineData(TaskState.EvaluatingResults, 0, "\\x0405")]
    [InlineData(TaskState.WaitingForDependencies, 0, "\\x040506")]
    [InlineData(TaskState.WaitingForRetry, 0, "\\x0407")]
    [InlineData(TaskState.BlockedByFailures, 0, "\\x040508")]
    [InlineData(TaskState.EvaluatingResults, 1, "\\x0405")]
    public async Task Heal_TaskRestsWhereItsStepsDoNotPutIt_IsMovedWithTheReason(TaskState state, int done, string path)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        if (done == 1)
        {
            // As if the node had died between the step's end and the task's.
            await ExecuteAsync($$"""update tasker.steps set state = 7, lease_node = null, result = '1' where task_id = '{{task}}'""");
            await ExecuteAsync($"insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id) select '{task}', 0, changed_at, '\\x030407', 1, {Node} from tasker.steps where task_id = '{task}'");
        }

        await MoveTaskAsync(task, state, path);

        await HealAsync();

        Assert.Equal(done == 1 ? TaskState.Complete : TaskState.StepsInProcess, await StateAsync(task));
        Assert.Equal(1, await ScalarAsync<long>(Healed));
        await AssertConsistentAsync();
    }

    [Theory]
    [InlineData(TaskState.Pending, "\\x0001")]
    [InlineData(TaskState.Initializing, "\\x000102")]
    public async Task Heal_TaskThatWasNeverStarted_Starts(TaskState state, string path)
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync($"update tasker.transitions set path = '{path}' where task_id = '{task}' and step_no is null");
        await ExecuteAsync($"update tasker.transitions set queued = null where task_id = '{task}'; delete from pgmq.q_worker_ops_queue");
        await ExecuteAsync($"update tasker.steps set state = 1 where task_id = '{task}'; update tasker.tasks set state = {(int)state}, steps_active = 0 where task_id = '{task}'");

        await HealAsync();

        Assert.Equal(TaskState.StepsInProcess, await StateAsync(task));
        Assert.Single((await ClaimAsync(10)).Claimed);
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Heal_StepWaitsForParentsThatHaveEnded_GoesOut()
    {
        var task = await TaskAsync(await TemplateAsync(2, [(0, 1)]), places: 1);
        await ExecuteAsync($"update tasker.steps set waits = 5 where task_id = '{task}' and step_no = 1");
        await EndAsync(task.Step(0), StepState.Complete);
        Assert.Equal(TaskState.WaitingForDependencies, await StateAsync(task));

        Assert.Equal(1, (await HealAsync()).Parents);

        Assert.Equal(StepState.Enqueued, await StateAsync(task.Step(1)));
        await AssertConsistentAsync();
    }

    [Theory]
    [InlineData("stopped_at = clock_timestamp()")]
    [InlineData("lease_until = clock_timestamp() - interval '1 hour'")]
    public async Task Look_LeaseOfANodeThatIsGone_IsReported(string gone)
    {
        await TaskAsync(await TemplateAsync(1, []), places: 1);
        await ExecuteAsync($"update tasker.nodes set {gone}");

        Assert.Equal(Node, Assert.Single((await LookAsync()).DeadHolders));
    }

    [Fact]
    public async Task Look_BackoffLongOver_IsReported()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await EndAsync(task.Step(0), StepState.WaitingForRetry);

        Assert.True((await LookAsync()).OverdueRetries);
    }

    [Fact]
    public async Task WalkQueues_MessageWithoutQueuedStep_IsArchived()
    {
        var template = await TemplateAsync(1, []);
        var running = await TaskAsync(template, places: 1);
        var queued = await TaskAsync(template);
        await ExecuteAsync($$"""
            insert into pgmq.q_worker_ops_queue (vt, message)
            values (now(), jsonb_build_object('task_uuid', '{{running}}', 'step_uuid', tasker.step_uuid('{{running}}', 0))), (now(), '{"step_uuid": "nonsense"}')
            """);

        var walk = Assert.Single(await SweepStore.WalkQueuesAsync(Engine, [(Queue.Name, 0)], 100, TimeSpan.Zero, CancellationToken.None));

        Assert.Equal((2, 0, null), (walk.Archived, walk.Freed, walk.Last));
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from pgmq.a_worker_ops_queue"));
        Assert.Equal(1, await MessagesAsync(queued.Step(0)));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task WalkQueues_PutAsideWithoutAPause_ComesBack()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync("update pgmq.q_worker_ops_queue set vt = 'infinity'");
        Assert.Empty((await ClaimAsync(10)).Claimed);

        var walk = Assert.Single(await SweepStore.WalkQueuesAsync(Engine, [(Queue.Name, 0)], 100, TimeSpan.Zero, CancellationToken.None));

        Assert.Equal(1, walk.Freed);
        Assert.Equal(task, Assert.Single((await ClaimAsync(10)).Claimed).TaskId);
    }

    [Fact]
    public async Task Look_ManyTasks_WalksThemAllInSlices()
    {
        var template = await TemplateAsync(1, []);
        for (var i = 0; i < 25; i++) await TaskAsync(template);
        await ExecuteAsync("update tasker.tasks set steps_failed = 1");
        var seen = new HashSet<TaskId>();
        var slices = 0;
        for (var place = SweepPlace.Start; place is not null; slices++)
        {
            var found = await SweepStore.LookAsync(Engine, place, 10, 1000, TimeSpan.Zero, CancellationToken.None);
            seen.UnionWith(found.Unsettled);
            place = found.Next;
        }

        Assert.Equal((25, 4), (seen.Count, slices));
    }

    [Fact]
    [Trait("Feature", "F033")]
    public async Task Heal_ManyTasks_AreSettledInOneCommit()
    {
        var template = await TemplateAsync(1, []);
        for (var i = 0; i < 50; i++) await TaskAsync(template, places: 1);
        await ExecuteAsync("update tasker.tasks set steps_active = 0, state = 6");
        await ExecuteAsync("insert into tasker.transitions (task_id, at, path) select task_id, changed_at, '\\x040506' from tasker.tasks");

        Assert.Equal(50, (await HealAsync()).Settled.Tasks.Count);

        Assert.Equal(1, await ScalarAsync<long>("select count(distinct xid) from tasker.transitions where detail ? 'healed'"));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Heal_TheTaskEndsMeanwhile_IsLeftAlone()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await MoveTaskAsync(task, TaskState.WaitingForDependencies, "\\x040506");
        var found = await LookAsync();
        await using var connection = await Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var end = new StepEnd(task, 0, 1, StepState.Complete, "1", null, TimeSpan.Zero, TimeSpan.Zero, MayClaim: false);
        await FlowWriter.WriteAsync(connection, Node, [], [end], 0, CancellationToken.None);

        var healing = SweepStore.HealAsync(Engine, Node, found, CancellationToken.None);
        await TaskerHarness.UntilAsync(
            async () => healing.IsCompleted || await ScalarAsync<bool>("select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"), stuckOrDone => stuckOrDone);
        await transaction.CommitAsync();
        await healing;

        Assert.Equal(TaskState.Complete, await StateAsync(task));
        await AssertConsistentAsync();
    }

    private async Task HealthyAsync()
    {
        var template = await TemplateAsync(3, [(0, 1), (1, 2)]);
        await TaskAsync(template);
        await TaskAsync(template, places: 1);
        var failed = await TaskAsync(template, places: 1);
        await EndAsync(failed.Step(0), StepState.Error);
        var handed = await TaskAsync(template, places: 1);
        await HandOverAsync(handed.Step(0), StepState.Complete);
        var waiting = await TaskAsync(template, places: 1);
        await EndAsync(waiting.Step(0), StepState.WaitingForRetry, delay: TimeSpan.FromHours(1));
        var half = await TaskAsync(template, places: 1);
        await EndAsync(half.Step(0), StepState.Complete);
    }

    private Task<SweepFindings> LookAsync() => SweepStore.LookAsync(Engine, SweepPlace.Start, 1000, 20_000, TimeSpan.Zero, CancellationToken.None);

    private async Task<HealResult> HealAsync() => await SweepStore.HealAsync(Engine, Node, await LookAsync(), CancellationToken.None);

    private async Task MoveTaskAsync(TaskId task, TaskState state, string path)
    {
        await ExecuteAsync($"update tasker.tasks set state = {(int)state}, changed_at = clock_timestamp() where task_id = '{task}'");
        await ExecuteAsync($"insert into tasker.transitions (task_id, at, path) select task_id, changed_at, '{path}' from tasker.tasks where task_id = '{task}'");
    }
}
