using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Operators;
using Tasker.Data.Queue;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>How nodes find work, with bells and without. Each test has a database of its own, because bells ring for all.</summary>
[Trait("Feature", "F040")]
[Trait("Feature", "F041")]
public sealed class WakeUpTests : TestDatabase
{
    [Theory]
    [InlineData("Hybrid")]
    [InlineData("EventDrivenOnly")]
    public async Task Work_FromAnotherNode_IsHeardLongBeforeThePoll(string mode)
    {
        await using var orchestrator = await StartAsync("Orchestrator", mode, poll: "00:01:00");
        await using var worker = await StartAsync("Worker", mode, poll: "00:01:00");
        await ListensAsync(worker);
        await ListensAsync(orchestrator);
        await PublishAsync(orchestrator);

        var task = await orchestrator.SubmitAsync("wake", "one", new { });

        await orchestrator.WaitForAsync(task, TaskState.Complete);
    }

    [Theory]
    [InlineData("Hybrid")]
    [InlineData("PollingOnly")]
    public async Task Work_BellsAreNotHeard_IsFoundByThePoll(string mode)
    {
        await using var orchestrator = await StartAsync("Orchestrator", "PollingOnly", poll: "00:00:00.300");
        await using var worker = await StartAsync("Worker", mode, poll: "00:00:00.300");
        // Whoever queues thinks that nobody else is there, so no bell rings.
        await PublishAsync(orchestrator);
        orchestrator.Services.GetRequiredService<EngineSignals>().OthersLive = false;

        var task = await orchestrator.SubmitAsync("wake", "one", new { });

        await orchestrator.WaitForAsync(task, TaskState.Complete);
    }

    [Fact]
    public async Task Listener_ItsConnectionIsKilled_ListensAgainAndHears()
    {
        await using var node = await StartAsync("All", "EventDrivenOnly", poll: "00:01:00");
        await ListensAsync(node);
        var bells = node.Services.GetRequiredService<WakeUp>();

        Assert.Equal(1, await node.ScalarAsync<long>(
            "select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name = $1",
            NotificationListener.ApplicationName));

        await TaskerHarness.UntilAsync(() => Task.FromResult(bells.Read()), s => s is { Listening: true, Relistened: 1 });
        var heard = bells.Read().Bells;
        await NotificationListener.RingAsync(node.Data.Engine, CancellationToken.None);
        await TaskerHarness.UntilAsync(() => Task.FromResult(bells.Read().Bells), n => n > heard);
    }

    [Fact]
    public async Task Disabled_NodeTakesNothingNew_UntilItIsSwitchedOn()
    {
        await using var node = await StartAsync("All", "Disabled", poll: "00:00:00.050");
        await PublishAsync(node);

        var task = await node.SubmitAsync("wake", "one", new { });
        await LooksAsync(node);
        Assert.Equal(StepState.Enqueued, (await node.StepAsync(task, "only")).State);

        Assert.IsType<OperatorOutcome.Applied>(await SwitchAsync(node, WakeUpMode.Hybrid));
        await node.WaitForAsync(task, TaskState.Complete);
    }

    [Fact]
    public async Task Switch_WhileRunning_ChangesListeningAndWork()
    {
        await using var node = await StartAsync("All", "Hybrid", poll: "00:00:00.050");
        await PublishAsync(node);
        var wakeUp = node.Services.GetRequiredService<WakeUp>();
        await ListensAsync(node);

        await SwitchAsync(node, WakeUpMode.PollingOnly);
        await TaskerHarness.UntilAsync(() => Task.FromResult(wakeUp.Read()), s => s is { Mode: WakeUpMode.PollingOnly, Listening: false });
        await SwitchAsync(node, WakeUpMode.Disabled);
        await TaskerHarness.UntilAsync(() => Task.FromResult(wakeUp.Read()), s => s.Mode == WakeUpMode.Disabled);
        var waits = await node.SubmitAsync("wake", "one", new { });
        Assert.Equal(StepState.Enqueued, (await node.StepAsync(waits, "only")).State);

        await SwitchAsync(node, WakeUpMode.EventDrivenOnly);

        await TaskerHarness.UntilAsync(() => Task.FromResult(wakeUp.Read()), s => s is { Mode: WakeUpMode.EventDrivenOnly, Listening: true });
        await node.WaitForAsync(waits, TaskState.Complete);
        Assert.Equal(3, await node.ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'node.wake_up' and actor = 'user:ana'"));
    }

    [Fact]
    public async Task Switch_OneOfTwoNodes_LeavesTheOtherWorking()
    {
        await using var one = await StartAsync("All", "Hybrid", poll: "00:00:00.050");
        await using var two = await StartAsync("All", "Hybrid", poll: "00:00:00.050");
        await PublishAsync(one);
        var node = one.Services.GetRequiredService<NodeLease>().Node;
        await SwitchAsync(two, WakeUpMode.Disabled, node);
        await TaskerHarness.UntilAsync(() => Task.FromResult(one.Services.GetRequiredService<WakeUp>().Mode), m => m == WakeUpMode.Disabled);

        var task = await one.SubmitAsync("wake", "one", new { });

        await two.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(
            two.Services.GetRequiredService<NodeLease>().Node,
            await two.ScalarAsync<int>("select node_id from tasker.step_attempts where task_id = $1", task.Value));
    }

    [Fact]
    public async Task Switch_UnknownNode_IsNotFound()
    {
        await using var node = await StartAsync("All", "Hybrid", poll: "00:00:00.050");

        Assert.IsType<OperatorOutcome.NotFound>(await SwitchAsync(node, WakeUpMode.Hybrid, 4711));
    }

    private Task<TaskerHarness> StartAsync(string roles, string mode, string poll) => TaskerHarness.StartAsync(
        ConnectionString,
        b =>
        {
            b.AddHandler("ok", (_, _) => Task.FromResult(StepOutcome.Success()));
            b.Services.AddTaskerOperations();
        },
        s =>
        {
            s["Tasker:Engine:Roles"] = roles;
            s["Tasker:Engine:WakeUp"] = mode;
            s["Tasker:Engine:PollInterval"] = poll;
        });

    private static Task<Tasker.Runtime.Templates.TemplateRef> PublishAsync(TaskerHarness node) => node.PublishAsync("""
        name: one
        namespace_name: wake
        version: "1.0.0"
        steps:
          - name: only
            handler: { callable: ok }
        """);

    private static Task<bool> ListensAsync(TaskerHarness node)
    {
        var wakeUp = node.Services.GetRequiredService<WakeUp>();
        return TaskerHarness.UntilAsync(() => Task.FromResult(wakeUp.IsListening), l => l);
    }

    // A node that takes nothing still looks for its orders; two looks later it would have taken what there is.
    private static async Task LooksAsync(TaskerHarness node)
    {
        for (var i = 0; i < 2; i++) await node.Services.GetRequiredService<Tasker.Runtime.Maintenance.Tick>().RunOnceAsync(CancellationToken.None);
        await node.Services.GetRequiredService<Tasker.Runtime.Maintenance.ClaimLoop>().RunOnceAsync(CancellationToken.None);
    }

    private static Task<OperatorOutcome> SwitchAsync(TaskerHarness by, WakeUpMode mode, int? node = null) =>
        by.Services.GetRequiredService<SwitchWakeUp>().HandleAsync(
            new SwitchWakeUpRequest { Mode = mode, Node = node, Actor = "user:ana", Reason = "test" }, CancellationToken.None);
}
