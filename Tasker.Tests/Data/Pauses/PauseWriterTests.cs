using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Pauses;

/// <summary>What is paused is not started, by a claim or in advance; what was put aside comes back. Each test has a database of its own.</summary>
[Trait("Feature", "F023")]
public sealed class PauseWriterTests : FlowDatabase
{
    private PauseWriter Pauses => new(Data);

    [Fact]
    public async Task Claim_TaskIsPaused_TakesTheOthersAndPutsItsMessageAside()
    {
        var template = await TemplateAsync(1, []);
        var paused = await TaskAsync(template);
        var free = await TaskAsync(template);
        Assert.IsType<OperatorOutcome.Applied>(await PauseAsync(PauseTarget.OfTask(paused)));

        var result = await ClaimAsync(10);

        Assert.Equal(free, Assert.Single(result.Claimed).TaskId);
        Assert.Equal(1, result.Parked);
        Assert.Equal(StepState.Enqueued, await StateAsync(paused.Step(0)));
        Assert.Equal(0, (await ClaimAsync(10)).Parked);
        await AssertConsistentAsync();
    }

    [Theory]
    [InlineData(PauseScope.Task)]
    [InlineData(PauseScope.Template)]
    [InlineData(PauseScope.Namespace)]
    [InlineData(PauseScope.Queue)]
    public async Task Advance_SuccessorIsPaused_IsQueuedAndNotClaimedUntilItIsResumed(PauseScope scope)
    {
        var template = await TemplateAsync(2, [(0, 1)]);
        var task = await TaskAsync(template, places: 1);
        var target = await TargetAsync(scope, task, template);
        Assert.IsType<OperatorOutcome.Applied>(await PauseAsync(target));

        var ended = await EndAsync(task.Step(0), StepState.Complete, places: 5);

        Assert.Empty(ended.Claimed);
        Assert.Empty((await ClaimAsync(10)).Claimed);
        Assert.Equal(1, await MessagesAsync(task.Step(1)));
        await AssertConsistentAsync();
        Assert.IsType<OperatorOutcome.Applied>(await ResumeAsync(target));
        Assert.Equal(task, Assert.Single((await ClaimAsync(10)).Claimed).TaskId);
        await AssertConsistentAsync();
    }

    [Theory]
    [InlineData(PauseScope.Template)]
    [InlineData(PauseScope.Namespace)]
    public async Task Create_TemplateIsPaused_RootIsQueuedAndNotClaimed(PauseScope scope)
    {
        var template = await TemplateAsync(1, []);
        var older = await TaskAsync(template, places: 1);
        await PauseAsync(await TargetAsync(scope, older, template));

        var task = await TaskAsync(template, places: 1);

        Assert.Equal(StepState.Enqueued, await StateAsync(task.Step(0)));
        Assert.Equal(StepState.InProgress, await StateAsync(older.Step(0)));
    }

    [Fact]
    public async Task Pause_OneVersion_LeavesTheOtherTemplatesAlone()
    {
        var (one, other) = (await TemplateAsync(1, []), await TemplateAsync(1, []));
        var paused = await TaskAsync(one);
        var free = await TaskAsync(other);
        var target = await TargetAsync(PauseScope.Template, paused, one);
        await PauseAsync(PauseTarget.OfTemplate(target.Namespace!, target.Template!, "1.0.0"));

        Assert.Equal(free, Assert.Single((await ClaimAsync(10)).Claimed).TaskId);
    }

    [Fact]
    public async Task StageRetries_TaskIsPaused_DoesNotStart()
    {
        var template = await TemplateAsync(1, []);
        var task = await TaskAsync(template, places: 1);
        await EndAsync(task.Step(0), StepState.WaitingForRetry);
        await PauseAsync(PauseTarget.OfTask(task));

        Assert.Empty((await StageRetriesAsync()).Claimed);

        Assert.Empty((await ClaimAsync(10)).Claimed);
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Resume_PartOfWhatIsPaused_BringsBackNothingThatAnotherPauseCovers()
    {
        var template = await TemplateAsync(1, []);
        var task = await TaskAsync(template);
        var whole = await TargetAsync(PauseScope.Template, task, template);
        await PauseAsync(PauseTarget.OfTask(task));
        await PauseAsync(whole);
        await ClaimAsync(10);

        await ResumeAsync(PauseTarget.OfTask(task));
        Assert.Empty((await ClaimAsync(10)).Claimed);
        await ResumeAsync(whole);

        Assert.Single((await ClaimAsync(10)).Claimed);
    }

    [Fact]
    public async Task Pause_Twice_SecondIsAConflictThatNamesTheFirst()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await PauseAsync(PauseTarget.OfTask(task));

        var second = await Pauses.PauseAsync(Act(PauseTarget.OfTask(task)) with { Actor = "user:bob" }, null, CancellationToken.None);

        Assert.Equal("user:ana", Assert.IsType<OperatorOutcome.Conflict>(second).By);
    }

    [Fact]
    public async Task Pause_SameKeyTwice_IsReplayed()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        var act = Act(PauseTarget.OfTask(task)) with { IdempotencyKey = "k1" };
        await Pauses.PauseAsync(act, null, CancellationToken.None);

        var second = await Pauses.PauseAsync(act with { CommandId = Guid.CreateVersion7() }, null, CancellationToken.None);

        Assert.IsType<OperatorOutcome.Applied>(Assert.IsType<OperatorOutcome.Replayed>(second).First);
    }

    [Fact]
    public async Task Pause_WhatIsNotThere_IsNotFoundAndNotRecorded()
    {
        Assert.IsType<OperatorOutcome.NotFound>(await PauseAsync(PauseTarget.OfTemplate("Ops", "nothing", null)));
        Assert.IsType<OperatorOutcome.NotFound>(await PauseAsync(PauseTarget.OfQueue("nothing")));
        Assert.IsType<OperatorOutcome.NotFound>(await PauseAsync(PauseTarget.OfTask(TaskId.New(TimeProvider.System))));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from tasker.operator_commands"));
    }

    [Fact]
    public async Task Resume_WhatIsNotPaused_IsRefused() =>
        Assert.IsType<OperatorOutcome.Refused>(await ResumeAsync(PauseTarget.OfNamespace("Ops")));

    [Fact]
    public async Task PauseAndResume_AreRecordedWithActorAndReason()
    {
        await PauseAsync(PauseTarget.OfNamespace("Ops"));
        await ResumeAsync(PauseTarget.OfNamespace("Ops"));

        Assert.Equal(
            "namespace.pause user:ana deploy applied, namespace.resume user:ana deploy applied",
            await ScalarAsync<string>("select string_agg(concat_ws(' ', kind, actor, reason, outcome), ', ' order by requested_at) from tasker.operator_commands"));
    }

    [Fact]
    public async Task EndDue_TimeIsOver_WorkGoesOnAndTheEngineIsNamed()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        await Pauses.PauseAsync(Act(PauseTarget.OfTask(task)), until, CancellationToken.None);
        await ClaimAsync(10);
        Assert.Equal(0, await Pauses.EndDueAsync(() => Guid.CreateVersion7(), CancellationToken.None));

        await ExecuteAsync("update tasker.pauses set until = clock_timestamp() - interval '1 second'");

        Assert.Equal(1, await Pauses.EndDueAsync(() => Guid.CreateVersion7(), CancellationToken.None));
        Assert.Single((await ClaimAsync(10)).Claimed);
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'task.resume' and actor = 'engine'"));
    }

    [Fact]
    public async Task Claim_ResumeUnderWay_NothingIsPutAsideForEver()
    {
        var template = await TemplateAsync(1, []);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 200; i++) tasks.Add(await TaskAsync(template));
        var target = await TargetAsync(PauseScope.Template, tasks[0], template);
        var claimed = 0;
        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await PauseAsync(target);
                    await ResumeAsync(target);
                }
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < 150; i++) Interlocked.Add(ref claimed, (await ClaimAsync(1)).Claimed.Count);
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < 150; i++) Interlocked.Add(ref claimed, (await ClaimAsync(1)).Claimed.Count);
            }));

        Assert.Equal(0, await ScalarAsync<long>("select count(*) from pgmq.q_worker_ops_queue where vt = 'infinity'"));
        Assert.Equal(200 - claimed, (await ClaimAsync(500)).Claimed.Count);
    }

    [Fact]
    public async Task Resume_AClaimIsPuttingAMessageAside_WaitsForItAndBringsItBack()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        var target = await TargetAsync(PauseScope.Template, task, await ScalarAsync<int>("select template_id from tasker.templates"));
        await PauseAsync(target);
        await using var connection = await Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Equal(1, (await FlowWriter.ClaimAsync(connection, Node, Queue, 10, CancellationToken.None)).Parked);

        var resumed = ResumeAsync(target);
        await TaskerHarness.UntilAsync(
            async () => resumed.IsCompleted || await ScalarAsync<bool>("select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"), stuckOrDone => stuckOrDone);
        await transaction.CommitAsync();
        await resumed;

        Assert.Single((await ClaimAsync(10)).Claimed);
    }

    private static PauseAct Act(PauseTarget target) => new(Guid.CreateVersion7(), target, "user:ana", "deploy", null);

    private Task<OperatorOutcome> PauseAsync(PauseTarget target) => Pauses.PauseAsync(Act(target), null, CancellationToken.None);

    private Task<OperatorOutcome> ResumeAsync(PauseTarget target) => Pauses.ResumeAsync(Act(target), CancellationToken.None);

    private async Task<PauseTarget> TargetAsync(PauseScope scope, TaskId task, int template) => scope switch
    {
        PauseScope.Task => PauseTarget.OfTask(task),
        PauseScope.Template => PauseTarget.OfTemplate("ops", await ScalarAsync<string>($"select name from tasker.templates where template_id = {template}"), null),
        PauseScope.Namespace => PauseTarget.OfNamespace("ops"),
        _ => PauseTarget.OfQueue(Queue.Name),
    };
}
