using System.Text.Json;
using Tasker.Data.Pauses;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Waits;

/// <summary>Every cause that keeps a step from running, made for real, is named first when it is what has to be cleared first.</summary>
[Trait("Feature", "FN02")]
public sealed class WhyNotRunningTests : FlowDatabase
{
    private static readonly (int, int)[] Chain = [(0, 1), (1, 2)];

    [Fact]
    public async Task Running_OnALiveNode_NamesIt()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);

        var why = Assert.Single(await WhyAsync(task.Step(0)));

        Assert.Equal(("running", Node), (why.Cause, Evidence(why).GetProperty("node").GetInt32()));
    }

    [Fact]
    public async Task Running_LeaseIsOver_SaysThatAnotherTakesIt()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);
        await ExecuteAsync("update tasker.nodes set lease_until = now() - interval '1 second'");

        Assert.Equal("holder_gone", Assert.Single(await WhyAsync(task.Step(0))).Cause);
    }

    [Theory]
    [InlineData(StepState.Complete, "ended")]
    [InlineData(StepState.Error, "failed")]
    public async Task Ended_Step_SaysHow(StepState outcome, string cause)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);
        await EndAsync(task.Step(0), outcome);

        var why = Assert.Single(await WhyAsync(task.Step(0)));

        Assert.Equal(cause, why.Cause);
        if (outcome == StepState.Error) Assert.Contains("broken", why.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_IsCancelled_IsTheOnlyCause()
    {
        var task = await TaskAsync(await TemplateAsync(3, Chain));
        await ExecuteAsync($"update tasker.tasks set state = 11 where task_id = '{task}'");

        Assert.Equal("task_over", Assert.Single(await WhyAsync(task.Step(1))).Cause);
    }

    [Fact]
    public async Task Paused_InEveryScope_TellsWhoWhyAndUntilAndThenTheRest()
    {
        await WorkerAsync();
        var template = await TemplateAsync(1, []);
        var task = await TaskAsync(template);
        var name = await ScalarAsync<string>($"select name::text from tasker.templates where template_id = {template}");
        var until = new DateTimeOffset(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await PauseAsync(PauseTarget.OfQueue(Queue.Name), null);
        await PauseAsync(PauseTarget.OfNamespace("Ops"), null);
        await PauseAsync(PauseTarget.OfTemplate("Ops", name, null), until);
        await PauseAsync(PauseTarget.OfTask(task), null);

        var why = await WhyAsync(task.Step(0));

        Assert.Equal(["paused_task", "paused_template", "paused_namespace", "paused_queue", "in_queue"], why.Select(w => w.Cause));
        Assert.Contains("user:ann", why[1].Sentence, StringComparison.Ordinal);
        Assert.Contains("until 2040-01-02 03:04:05 UTC: migration", why[1].Sentence, StringComparison.Ordinal);
        Assert.Equal(until, Evidence(why[1]).GetProperty("until").GetDateTimeOffset());
        await ExecuteAsync("update tasker.pauses set until = now() - interval '1 second'");
        Assert.Equal("in_queue", Assert.Single(await WhyAsync(task.Step(0))).Cause);
    }

    [Fact]
    public async Task Pending_ParentsAreOpen_NamesThemWithTheirStates()
    {
        var task = await TaskAsync(await TemplateAsync(3, [(0, 2), (1, 2)]), 1);

        var why = Assert.Single(await WhyAsync(task.Step(2)));

        Assert.Equal("waits_for_parents", why.Cause);
        Assert.Contains("(in progress)", why.Sentence, StringComparison.Ordinal);
        Assert.Contains("(enqueued)", why.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pending_AncestorFailed_NamesItBeforeTheParents()
    {
        var task = await TaskAsync(await TemplateAsync(3, Chain), 1);
        await EndAsync(task.Step(0), StepState.Error);

        var why = await WhyAsync(task.Step(2));

        Assert.Equal(["parent_failed", "waits_for_parents"], why.Select(w => w.Cause));
        Assert.Contains("step_0", why[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(2, Evidence(why[0]).GetProperty("steps")[0].GetProperty("distance").GetInt32());
        Assert.Equal(await ScalarAsync<DateTime>($"select changed_at from tasker.steps where task_id = '{task}' and step_no = 0"), why[0].Since!.Value.UtcDateTime);
    }

    [Fact]
    public async Task Pending_TaskStopsAtItsFirstFailure_NamesTheFailure()
    {
        var task = await TaskAsync(await TemplateAsync(4, [(1, 2), (1, 3)], stopOnFailure: true), 2);
        await EndAsync(task.Step(0), StepState.Error);
        await EndAsync(task.Step(1), StepState.Complete);

        var why = await WhyAsync(task.Step(2));

        Assert.Equal("held_by_failure", why[0].Cause);
        Assert.Contains("step_0", why[0].Sentence, StringComparison.Ordinal);
        Assert.Single(why);
    }

    [Fact]
    public async Task Pending_NothingIsInItsWay_SaysThatTheSweepQueuesIt()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync($"update tasker.steps set state = 1 where task_id = '{task}'");

        Assert.Equal("not_queued", Assert.Single(await WhyAsync(task.Step(0))).Cause);
    }

    [Theory]
    [InlineData(60, "backs_off")]
    [InlineData(-60, "retry_due")]
    public async Task BacksOff_BeforeAndAfterItsTime_SaysUntilWhen(int seconds, string cause)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);
        await EndAsync(task.Step(0), StepState.WaitingForRetry, delay: TimeSpan.FromMinutes(1));
        await ExecuteAsync($"update tasker.steps set retry_at = now() + {seconds} * interval '1 second'");

        var why = Assert.Single(await WhyAsync(task.Step(0)));

        Assert.Equal(cause, why.Cause);
        Assert.Equal(await ScalarAsync<DateTime>("select retry_at from tasker.steps"), Evidence(why).GetProperty("until").GetDateTimeOffset().UtcDateTime);
    }

    [Theory]
    [InlineData(StepState.Complete, "result")]
    [InlineData(StepState.Error, "failure")]
    public async Task HandedOver_WaitsForAnOrchestratorOrAPause(StepState outcome, string what)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);
        await HandOverAsync(task.Step(0), outcome);

        var why = Assert.Single(await WhyAsync(task.Step(0)));
        Assert.Equal("awaits_orchestrator", why.Cause);
        Assert.Contains(what, why.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, Evidence(why).GetProperty("orchestrators").GetInt32());

        await PauseAsync(PauseTarget.OfQueue("orchestration_step_results"), null);
        Assert.Equal(["paused_queue", "awaits_orchestrator"], (await WhyAsync(task.Step(0))).Select(w => w.Cause));
    }

    [Fact]
    public async Task Queued_NoWorkerLives_SaysWhenTheLastOneWasSeen()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync("update tasker.nodes set lease_until = now() - interval '1 second'");

        var why = await WhyAsync(task.Step(0));

        Assert.Equal(["no_worker", "in_queue"], why.Select(w => w.Cause));
        Assert.Contains("seen at", why[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queued_WorkersServeOthersOnly_SaysSo()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync("""update tasker.nodes set namespaces = '["other"]'""");

        Assert.Equal("no_worker", (await WhyAsync(task.Step(0)))[0].Cause);
        await ExecuteAsync("""update tasker.nodes set namespaces = '["other", "OPS"]'""");
        Assert.Equal("in_queue", (await WhyAsync(task.Step(0)))[0].Cause);
        await ExecuteAsync("update tasker.nodes set roles = 'web, orchestrator'");
        Assert.Equal("no_worker", (await WhyAsync(task.Step(0)))[0].Cause);
        await ExecuteAsync("update tasker.nodes set roles = 'all'");
        Assert.Equal("in_queue", (await WhyAsync(task.Step(0)))[0].Cause);
    }

    [Theory]
    [InlineData("""["other"]""", 0, 20, null, "no_handler")]
    [InlineData("""["handler"]""", 20, 20, null, "no_room")]
    [InlineData("""["handler"]""", 3, 20, "Disabled", "workers_off")]
    [InlineData("""["handler"]""", 3, 20, "Hybrid", "in_queue")]
    public async Task Queued_WhatTheWorkersSay_DecidesTheCause(string handlers, int held, int capacity, string? mode, string cause)
    {
        await WorkerAsync(handlers, held, capacity, mode);
        var task = await TaskAsync(await TemplateAsync(1, []));

        var why = await WhyAsync(task.Step(0));

        Assert.Equal(cause, why[0].Cause);
        Assert.Equal("in_queue", why[^1].Cause);
    }

    [Fact]
    public async Task Queued_BehindOthers_TellsItsPlaceByPriority()
    {
        await WorkerAsync();
        var template = await TemplateAsync(1, []);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 3; i++) tasks.Add(await TaskAsync(template));
        await ExecuteAsync($"select tasker.rerank_messages('{tasks[2]}', 50)");

        var first = Assert.Single(await WhyAsync(tasks[2].Step(0)));
        var last = Assert.Single(await WhyAsync(tasks[1].Step(0)));

        Assert.Equal((0, 3, 20), (Evidence(first).GetProperty("ahead").GetInt32(), Evidence(first).GetProperty("depth").GetInt32(), Evidence(first).GetProperty("free_places").GetInt32()));
        Assert.Contains("the next in queue worker_ops_queue", first.Sentence, StringComparison.Ordinal);
        Assert.Equal(2, Evidence(last).GetProperty("ahead").GetInt32());
    }

    [Theory]
    [InlineData("delete from pgmq.q_worker_ops_queue", "message_lost")]
    [InlineData("update pgmq.q_worker_ops_queue set vt = 'infinity'", "put_aside")]
    [InlineData("update pgmq.q_worker_ops_queue set vt = now() + interval '1 hour'", "not_visible")]
    public async Task Queued_MessageIsNotWhereItShouldBe_SaysSo(string damage, string cause)
    {
        await WorkerAsync();
        var task = await TaskAsync(await TemplateAsync(1, []));
        await ExecuteAsync(damage);

        Assert.Equal(cause, Assert.Single(await WhyAsync(task.Step(0))).Cause);
    }

    [Fact]
    public async Task NoSuchStep_HasNoCause() => Assert.Empty(await WhyAsync(TaskId.New(TimeProvider.System).Step(0)));

    private static JsonElement Evidence(WaitCause cause) => JsonElement.Parse(cause.EvidenceJson);

    private Task<IReadOnlyList<WaitCause>> WhyAsync(StepId step) => new WaitReads(Data).WhyAsync(step, default);

    private async Task PauseAsync(PauseTarget target, DateTimeOffset? until) => Assert.IsType<Tasker.Data.Operators.OperatorOutcome.Applied>(
        await new PauseWriter(Data).PauseAsync(new PauseAct(Guid.CreateVersion7(), target, "user:ann", "migration", null), until, default));

    private Task WorkerAsync(string handlers = """["handler"]""", int held = 0, int capacity = 20, string? mode = null) => ExecuteAsync($$$"""
        update tasker.nodes
        set stats = jsonb_build_object('worker', jsonb_build_object('handlers', '{{{handlers}}}'::jsonb, 'held', {{{held}}}, 'capacity', {{{capacity}}})),
            wake_up = {{{(mode is null ? "null" : $"'{mode}'")}}}
        """);
}
