using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>Pauses, turns and sweeps of a running node. Each test has a database of its own.</summary>
public sealed class FlowControlTests : TestDatabase
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [Trait("Feature", "F023")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Pause_RunningTask_RunningStepFinishesAndTheNextStartsOnResume(string path)
    {
        await using var tasker = await StartAsync(s => s["Tasker:Engine:Path"] = path);
        await PublishAsync(tasker, "chain", "a", "wait", "ok");
        var task = await tasker.SubmitAsync("a", "chain", new { });
        await tasker.WaitForStepAsync(task, "s0", StepState.InProgress);
        var target = PauseTarget.OfTask(task);
        Assert.IsType<OperatorOutcome.Applied>(await tasker.Services.GetRequiredService<PauseWork>().HandleAsync(
            new PauseRequest { Target = target, Actor = "user:ana", Reason = "deploy" }, CancellationToken.None));

        _open.SetResult();
        await tasker.WaitForStepAsync(task, "s0", StepState.Complete);
        await tasker.WaitForStepAsync(task, "s1", StepState.Enqueued);
        await tasker.Services.GetRequiredService<Tick>().RunOnceAsync(CancellationToken.None);
        Assert.Equal(StepState.Enqueued, (await tasker.StepAsync(task, "s1")).State);

        Assert.IsType<OperatorOutcome.Applied>(await tasker.Services.GetRequiredService<ResumeWork>().HandleAsync(
            new ResumeRequest { Target = target, Actor = "user:ana", Reason = "done" }, CancellationToken.None));
        await tasker.WaitForAsync(task, TaskState.Complete);
        await AssertConsistentAsync(tasker);
    }

    [Fact]
    [Trait("Feature", "F023")]
    public async Task Pause_Until_EndsByItself()
    {
        // A poll would come too late.
        await using var tasker = await StartAsync(s => s["Tasker:Engine:PollInterval"] = "00:01:00");
        await PublishAsync(tasker, "one", "a", "ok");
        await tasker.Services.GetRequiredService<PauseWork>().HandleAsync(
            new PauseRequest
            {
                Target = PauseTarget.OfTemplate("a", "one", null), Actor = "user:ana", Reason = "deploy", Until = TimeProvider.System.GetUtcNow().AddHours(1),
            },
            CancellationToken.None);
        var task = await tasker.SubmitAsync("a", "one", new { });
        await TaskerHarness.UntilAsync(() => tasker.ScalarAsync<long>("select count(*) from pgmq.q_worker_a_queue where vt = 'infinity'"), aside => aside == 1);
        Assert.Equal(StepState.Enqueued, (await tasker.StepAsync(task, "s0")).State);

        // Seen to hold, it may come to its end: the node looks, and must wake when it is there.
        await tasker.ExecuteAsync("update tasker.pauses set until = clock_timestamp() + interval '2 seconds'");
        tasker.Services.GetRequiredService<EngineSignals>().LookAgain();
        await tasker.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(1, await tasker.ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'template.resume' and actor = 'engine'"));
    }

    [Fact]
    [Trait("Feature", "F038")]
    public async Task Claims_TwoQueuesAndOnePlace_TakeTurns()
    {
        var order = new List<string>();
        await using var tasker = await StartAsync(
            s =>
            {
                s["Tasker:Worker:Concurrency"] = "1";
                s["Tasker:Worker:MaxHeld"] = "1";
                s["Tasker:Engine:Path"] = "Distributed";
            },
            b => b.AddHandler("note", (context, _) =>
            {
                lock (order) order.Add(context.GetInput("ns", ""));
                return Task.FromResult(StepOutcome.Success());
            }));
        await PublishAsync(tasker, "gate", "g", "wait");
        await PublishAsync(tasker, "a", "a", "note");
        await PublishAsync(tasker, "b", "b", "note");
        var gate = await tasker.SubmitAsync("g", "gate", new { });
        await tasker.WaitForStepAsync(gate, "s0", StepState.InProgress);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 30; i++) tasks.Add(await tasker.SubmitAsync("a", "a", new { ns = "a", i }));
        for (var i = 0; i < 3; i++) tasks.Add(await tasker.SubmitAsync("b", "b", new { ns = "b", i }));
        await tasker.Services.GetRequiredService<Tick>().RunOnceAsync(CancellationToken.None);

        _open.SetResult();
        foreach (var task in tasks) await tasker.WaitForAsync(task, TaskState.Complete);

        Assert.True(order.LastIndexOf("b") < 10, string.Join("", order));
    }

    [Fact]
    [Trait("Feature", "F037")]
    public async Task Sweep_DamageOfEveryKind_WorkEndsAndTheDatabaseIsConsistent()
    {
        await using var tasker = await StartAsync(s => s["Tasker:Engine:StuckAfter"] = "00:00:01");
        await PublishAsync(tasker, "two", "a", "ok", "ok");
        await PublishAsync(tasker, "gated", "a", "wait", "ok");
        await SwitchAsync(tasker, WakeUpMode.Disabled);
        var tasks = new List<TaskId>();
        for (var i = 0; i < 4; i++) tasks.Add(await tasker.SubmitAsync("a", i == 1 ? "gated" : "two", new { i }));
        await tasker.ExecuteAsync("delete from pgmq.q_worker_a_queue where message ->> 'task_uuid' = $1", tasks[0].Value.ToString());
        await tasker.ExecuteAsync("update tasker.tasks set steps_active = 5 where task_id = $1", tasks[1].Value);
        await tasker.ExecuteAsync("update tasker.steps set waits = 3 where step_no = 1 and task_id = $1", tasks[2].Value);
        await tasker.ExecuteAsync("update pgmq.q_worker_a_queue set vt = 'infinity' where message ->> 'task_uuid' = $1", tasks[3].Value.ToString());
        await SwitchAsync(tasker, WakeUpMode.Hybrid);
        var sweeper = tasker.Services.GetRequiredService<Sweeper>();

        await TaskerHarness.UntilAsync(
            async () =>
            {
                await sweeper.RunOnceAsync(CancellationToken.None);
                // Not before its counters are right: a task that has ended is not looked at.
                if (tasker.Services.GetRequiredService<SweepStats>().Read().Tasks > 0) _open.TrySetResult();
                return await tasker.ScalarAsync<long>("select count(*) from tasker.tasks where state = 9");
            },
            done => done == 4);

        await AssertConsistentAsync(tasker, quiescent: true);
        var healed = tasker.Services.GetRequiredService<SweepStats>().Read();
        Assert.True(healed is { Messages: 1, Parents: 1, Freed: 1 } && healed.Tasks >= 1, healed.ToString());
    }

    // The second is what a conflict looks like, which a repetition would heal; here it never does.
    [Theory]
    [InlineData("raise_exception")]
    [InlineData("serialization_failure")]
    [Trait("Feature", "F037")]
    public async Task Sweep_TaskThatCannotBeHealed_KeepsNoOtherFromIt(string error)
    {
        await using var tasker = await StartAsync(s => s["Tasker:Engine:StuckAfter"] = "00:00:01");
        await PublishAsync(tasker, "gated", "a", "wait");
        var bad = await tasker.SubmitAsync("a", "gated", new { n = 1 });
        var good = await tasker.SubmitAsync("a", "gated", new { n = 2 });
        foreach (var task in new[] { bad, good }) await tasker.WaitForStepAsync(task, "s0", StepState.InProgress);
        await tasker.ExecuteAsync("update tasker.tasks set steps_active = 5");
        await tasker.ExecuteAsync($"""
            create function public.refuse() returns trigger language plpgsql as $f$ begin raise exception 'not this one' using errcode = '{error}'; end $f$;
            create trigger refuse before update on tasker.tasks for each row when (old.task_id = '{bad}') execute function public.refuse()
            """);
        var sweeper = tasker.Services.GetRequiredService<Sweeper>();
        async Task<long> SweptAsync()
        {
            await sweeper.RunOnceAsync(CancellationToken.None);
            return await tasker.ScalarAsync<long>("select count(*) from tasker.tasks where steps_active = 1");
        }

        await TaskerHarness.UntilAsync(SweptAsync, right => right == 1);
        Assert.True(tasker.Services.GetRequiredService<SweepStats>().Read().Unhealed >= 1);

        await tasker.ExecuteAsync("drop trigger refuse on tasker.tasks");
        await TaskerHarness.UntilAsync(SweptAsync, right => right == 2);
        _open.SetResult();
        foreach (var task in new[] { bad, good }) await tasker.WaitForAsync(task, TaskState.Complete);
        await AssertConsistentAsync(tasker, quiescent: true);
    }

    [Fact]
    [Trait("Feature", "F023")]
    public async Task Sweep_PauseOfATaskThatHasEnded_IsTakenAway()
    {
        await using var tasker = await StartAsync();
        await PublishAsync(tasker, "gated", "a", "wait");
        var task = await tasker.SubmitAsync("a", "gated", new { });
        await tasker.WaitForStepAsync(task, "s0", StepState.InProgress);
        Assert.IsType<OperatorOutcome.Applied>(await tasker.Services.GetRequiredService<PauseWork>().HandleAsync(
            new PauseRequest { Target = PauseTarget.OfTask(task), Actor = "user:ana", Reason = "deploy" }, CancellationToken.None));
        var sweeper = tasker.Services.GetRequiredService<Sweeper>();
        await sweeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(1, await tasker.ScalarAsync<long>("select count(*) from tasker.pauses"));

        _open.SetResult();
        await tasker.WaitForAsync(task, TaskState.Complete);
        await sweeper.RunOnceAsync(CancellationToken.None);

        Assert.Equal(0, await tasker.ScalarAsync<long>("select count(*) from tasker.pauses"));
        Assert.Equal(1, await tasker.ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'task.resume' and actor = 'engine'"));
    }

    [Fact]
    [Trait("Feature", "F037")]
    public async Task Sweep_TwoNodes_OneHasTheDutyUntilItStops()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();

        Assert.True(await one.Services.GetRequiredService<Sweeper>().RunOnceAsync(CancellationToken.None));
        Assert.False(await two.Services.GetRequiredService<Sweeper>().RunOnceAsync(CancellationToken.None));
        await one.StopAsync();

        Assert.True(await two.Services.GetRequiredService<Sweeper>().RunOnceAsync(CancellationToken.None));
    }

    [Fact]
    [Trait("Feature", "F037")]
    public async Task Retry_OfATaskThatAFailureHolds_DoesNotStandInTheWay()
    {
        await using var tasker = await StartAsync();
        await PublishAsync(tasker, "one", "a", "ok");
        var held = await tasker.SubmitAsync("a", "one", new { held = true });
        await tasker.WaitForAsync(held, TaskState.Complete);
        await tasker.ExecuteAsync(
            """
            update tasker.tasks set state = 8, stop_on_failure = true, steps_left = 2, steps_waiting = 1, steps_failed = 1, steps_total = 2, completed_at = null;
            update tasker.steps set state = 6, retry_at = now() - interval '1 minute', result = null;
            """);

        await TaskerHarness.UntilAsync(
            () => tasker.ScalarAsync<long>("select count(*) from tasker.steps where retry_at is not null"), waiting => waiting == 0);

        Assert.Equal(StepState.Pending, (await tasker.StepAsync(held, "s0")).State);
    }

    private Task<TaskerHarness> StartAsync(Action<IDictionary<string, string?>>? settings = null, Action<TaskerBuilder>? build = null) =>
        TaskerHarness.StartAsync(
            ConnectionString,
            b =>
            {
                b.AddHandler("ok", (_, _) => Task.FromResult(StepOutcome.Success()));
                b.AddHandler("wait", async (_, ct) =>
                {
                    await _open.Task.WaitAsync(ct);
                    return StepOutcome.Success();
                });
                b.Services.AddTaskerOperations();
                build?.Invoke(b);
            },
            settings);

    private static Task<Tasker.Runtime.Templates.TemplateRef> PublishAsync(TaskerHarness tasker, string name, string ns, params string[] handlers) => tasker.PublishAsync(
        $"name: {name}\nnamespace_name: {ns}\nversion: \"1.0.0\"\nidentity_strategy: always_unique\nsteps:\n" + string.Concat(handlers.Select((h, i) =>
            $"  - name: s{i}\n    handler: {{ callable: {h} }}\n" + (i == 0 ? "" : $"    dependencies: [s{i - 1}]\n"))));

    private static async Task SwitchAsync(TaskerHarness tasker, WakeUpMode mode)
    {
        await tasker.Services.GetRequiredService<SwitchWakeUp>().HandleAsync(
            new SwitchWakeUpRequest { Mode = mode, Actor = "user:ana", Reason = "test" }, CancellationToken.None);
        await TaskerHarness.UntilAsync(() => Task.FromResult(tasker.Services.GetRequiredService<WakeUp>().Mode), m => m == mode);
    }

    private static async Task AssertConsistentAsync(TaskerHarness tasker, bool quiescent = false)
    {
        var violations = await Checker.RunAsync(tasker.Data.Console, quiescent, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }
}
