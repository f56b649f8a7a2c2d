using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Recovery;

/// <summary>Nodes in this process that lose their lease, their database or their time to live.</summary>
public sealed class LostNodeTests : TestDatabase
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    [Trait("Feature", "F073")]
    [Trait("Feature", "F074")]
    public async Task LeaseExpired_WhileAHandlerRuns_AnotherNodeRunsItAndTheLateResultIsRefused()
    {
        await using var slow = await StartAsync(b => b.AddHandler("gated", async (context, _) =>
        {
            // Ignores its cancellation: a zombie.
            if (context.Attempt > 1) return StepOutcome.Success(new { by = "other" });
            _begun.TrySetResult();
            await _release.Task;
            return StepOutcome.Success(new { by = "zombie" });
        }), s => (s["Tasker:Worker:Concurrency"], s["Tasker:Worker:MaxHeld"]) = ("1", "1"));
        var task = await SubmitAsync(slow, "expired");
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        var node = Node(slow);
        await using var other = await StartAsync(b => b.AddHandler("gated", (_, _) => Task.FromResult(StepOutcome.Success(new { by = "other" }))));

        await slow.ExecuteAsync("update tasker.nodes set lease_until = clock_timestamp() - interval '1 second' where node_id = $1", node);
        await other.WaitForAsync(task, TaskState.Complete);
        _release.SetResult();
        await TaskerHarness.UntilAsync(() => Task.FromResult(slow.Services.GetRequiredService<NodeFigures>().Read().Worker.LeaseLost), n => n == 1);

        var step = await slow.StepAsync(task, "only");
        Assert.Equal(("other", (short)2), (step.ResultJson.GetProperty("by").GetString(), step.Attempts));
        Assert.Equal("worker_lost", await slow.ScalarAsync<string>(
            "select failure ->> 'error_type' from tasker.step_attempts where task_id = $1 and attempt = 1", task.Value));
        Assert.Empty(await Checker.RunAsync(slow.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task ClaimUnderALeaseThatIsOver_ItsEndIsRefused_RunsOnceAndThenUnderANewLease()
    {
        var runs = 0;
        await using var node = await StartAsync(
            b => b.AddHandler("gated", (_, _) =>
            {
                Interlocked.Increment(ref runs);
                return Task.FromResult(StepOutcome.Success());
            }),
            // Renewed only every few minutes, so that the node does not learn of it before it claims.
            s => (s["Tasker:Engine:Lease"], s["Tasker:Engine:PollInterval"]) = ("00:10:00", "00:00:00.050"));
        await node.WaitForAsync(await SubmitAsync(node, "late_claim"), TaskState.Complete);
        await node.ExecuteAsync("update tasker.nodes set lease_until = clock_timestamp() where node_id = $1", Node(node));

        var task = await node.SubmitAsync("recovery", "late_claim", new { });
        // The refusal makes it doubt; the renewal that would come within a third of the lease is made here.
        await TaskerHarness.UntilAsync(() => Task.FromResult(node.Services.GetRequiredService<NodeLease>().IsTrusted), trusted => !trusted);
        await node.Services.GetRequiredService<Heartbeat>().RunOnceAsync(CancellationToken.None);
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal((1 + 2, (short)2), (runs, (await node.StepAsync(task, "only")).Attempts));
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task DatabaseOutage_LongerThanTheTrustWindow_HandlersStopAndTheNodeComesBackUnderANewId()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await StartAsync(
            b => b.AddHandler("gated", async (context, ct) =>
            {
                if (context.Attempt > 1) return StepOutcome.Success();
                await using var _ = ct.Register(() => stopped.TrySetResult());
                _begun.TrySetResult();
                await stopped.Task;
                return StepOutcome.Success();
            }),
            s => s["Tasker:Engine:Lease"] = "00:00:05");
        var task = await SubmitAsync(node, "outage");
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        var old = Node(node);
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

        await PostgresServer.AllowConnectionsAsync(name, false);
        await stopped.Task.WaitAsync(TaskerHarness.Patience);
        await PostgresServer.AllowConnectionsAsync(name, true);
        node.Data.Console.Clear();

        await TaskerHarness.UntilAsync(() => Task.FromResult(Node(node)), n => n != old);
        await node.WaitForAsync(task, TaskState.Complete);
        // The first attempt's result was dropped although the handler came to an end.
        Assert.Equal(2, (await node.StepAsync(task, "only")).Attempts);
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Theory]
    [Trait("Feature", "F064")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Stop_HandlerOutlastsTheDrain_AnotherNodeRunsItAtOnceAndTheAttemptCounts(string path)
    {
        void Register(TaskerBuilder b) => b.AddHandler("gated", async (context, ct) =>
        {
            if (context.Attempt > 1) return StepOutcome.Success();
            _begun.TrySetResult();
            await _release.Task.WaitAsync(ct);
            return StepOutcome.Success();
        });
        // With such leases whoever waited for their end would fail the test.
        void Settings(IDictionary<string, string?> s) =>
            (s["Tasker:Engine:Lease"], s["Tasker:Engine:DrainTimeout"], s["Tasker:Engine:Path"]) = ("00:10:00", "00:00:00.300", path);
        await using var first = await StartAsync(Register, Settings);
        var task = await SubmitAsync(first, "drained_" + path.ToLowerInvariant());
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        await using var second = await StartAsync(Register, Settings);

        await first.StopAsync();
        await second.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(2, (await second.StepAsync(task, "only")).Attempts);
        Assert.Empty(await Checker.RunAsync(second.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Fact]
    [Trait("Feature", "F064")]
    public async Task Stop_HandlerEndsWithinTheDrain_ItsResultCounts()
    {
        await using var node = await StartAsync(
            b => b.AddHandler("gated", async (_, _) =>
            {
                _begun.TrySetResult();
                await _release.Task;
                return StepOutcome.Success();
            }),
            s => s["Tasker:Engine:DrainTimeout"] = "00:00:30");
        var task = await SubmitAsync(node, "finished");
        await _begun.Task.WaitAsync(TaskerHarness.Patience);

        var stop = node.StopAsync();
        _release.SetResult();
        await stop;

        Assert.Equal((TaskState.Complete, (short)1), (await node.StateAsync(task), (await node.StepAsync(task, "only")).Attempts));
    }

    [Fact]
    [Trait("Feature", "F073")]
    public async Task Reaper_OneRowCannotBeEnded_TheOthersAreAndItIsLater()
    {
        await using var client = await StartAsync(_ => { }, s => s["Tasker:Engine:Roles"] = "web");
        var tasks = new List<TaskId>();
        for (var i = 0; i < 3; i++) tasks.Add(await SubmitAsync(client, "poisoned"));
        await client.ExecuteAsync(
            $"""
            insert into tasker.nodes (instance, host, pid, roles, started_at, renewed_at, lease_until)
            values (gen_random_uuid(), 'gone', 1, 'worker', clock_timestamp(), clock_timestamp(), clock_timestamp());
            create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'poison'; end $$;
            """);
        await using (var connection = await client.Data.Engine.OpenConnectionAsync())
        {
            var dead = await client.ScalarAsync<int>("select max(node_id) from tasker.nodes");
            await Tasker.Data.Flow.FlowWriter.ClaimAsync(connection, dead, Tasker.Data.Flow.QueueName.Of("recovery"), 10, CancellationToken.None);
        }

        await client.ExecuteAsync(
            $"create trigger poison before update on tasker.steps for each row when (old.task_id = '{tasks[1]}' and old.state = 3) execute function public.refuse()");
        await using var other = await StartAsync(b => b.AddHandler("gated", (_, _) => Task.FromResult(StepOutcome.Success())));

        await other.WaitForAsync(tasks[0], TaskState.Complete);
        await other.WaitForAsync(tasks[2], TaskState.Complete);
        Assert.Equal(StepState.InProgress, (await other.StepAsync(tasks[1], "only")).State);
        await other.ExecuteAsync("drop trigger poison on tasker.steps");
        await other.WaitForAsync(tasks[1], TaskState.Complete);
    }

    private static int Node(TaskerHarness node) => node.Services.GetRequiredService<NodeFigures>().Node;

    private Task<TaskerHarness> StartAsync(Action<TaskerBuilder> build, Action<IDictionary<string, string?>>? settings = null) =>
        TaskerHarness.StartAsync(ConnectionString, build, settings);

    private static async Task<TaskId> SubmitAsync(TaskerHarness node, string name)
    {
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: recovery
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - name: only
                handler: { callable: gated }
                timeout_seconds: 300
                retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 10 }
            """);
        return await node.SubmitAsync("recovery", name, new { });
    }
}
