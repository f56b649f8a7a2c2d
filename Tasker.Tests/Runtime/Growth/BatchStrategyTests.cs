using System.Text.Json;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>What a failed worker means for the others, for what joins them and for the task, and what mends it; on both paths, with the checker.</summary>
[Trait("Feature", "F088")]
public sealed class BatchStrategyTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private readonly BatchWorkflow _work = new();

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Continue_TwoFailed_OthersEndAndTheJoinWaitsUntilTheyAreMended(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml("goes_on", 2, "continue_on_failure"));
        var task = await node.SubmitAsync("places", "goes_on", new { workers = 6, fails = "002,003", path });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal("001:Complete 002:Error 003:Error 004:Complete 005:Complete 006:Complete", await StatesAsync(node, task));
        Assert.Equal(StepState.Pending, (await node.StepAsync(task, "join")).State);
        await BatchWorkflow.AssertCleanAsync(node);

        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_002"));
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_003"));
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal((60, ""), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    public async Task Continue_FailedOneIsGivenUp_TheJoinIsToldOfIt()
    {
        await using var node = await StartAsync("Local");
        await node.PublishAsync(BatchWorkflow.Yaml("given_up", 2, "continue_on_failure"));
        var task = await node.SubmitAsync("places", "given_up", new { workers = 3, fails = "002" });
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.ResolveAsync(node, task, "work_002"));
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal((20, "work_002"), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("Local", "{}")]
    [InlineData("Distributed", "{}")]
    [InlineData("Local", "{ failure_policy: stop }")]
    [InlineData("Distributed", "{ failure_policy: stop }")]
    public async Task Isolate_TwoFailed_TheirRangesAreSetAsideAndTheTaskCompletes(string path, string lifecycle)
    {
        var name = lifecycle.Length > 2 ? "set_aside_stop" : "set_aside";
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml(name, 2, "isolate", lifecycle));
        var task = await node.SubmitAsync("places", name, new { workers = 6, fails = "002,003", path });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal("001:Complete 002:ResolvedManually 003:ResolvedManually 004:Complete 005:Complete 006:Complete", await StatesAsync(node, task));
        Assert.Equal((40, "work_002,work_003"), await JoinedAsync(node, task));
        var ranges = await new BatchReads(node.Data).IsolatedAsync(task, 10, CancellationToken.None);
        Assert.Equal(["work_002", "work_003"], ranges.Select(r => r.Worker));
        var cursor = JsonElement.Parse(ranges[0].Cursor!);
        Assert.Equal((10, 20), (cursor.GetProperty("start_cursor").GetInt32(), cursor.GetProperty("end_cursor").GetInt32()));
        Assert.Equal("batch 002 is broken", ranges[0].Message);
        var batch = Assert.Single(await new BatchReads(node.Data).OfTaskAsync(task, CancellationToken.None));
        Assert.Equal((4, 0, 2), (batch.EndedWell, batch.Failed, batch.Isolated));
        var why = Assert.Single(await new WaitReads(node.Data).WhyAsync(await BatchWorkflow.IdAsync(node, task, "work_002"), CancellationToken.None));
        Assert.Equal(("isolated", 10), (why.Cause, JsonElement.Parse(why.EvidenceJson).GetProperty("range").GetProperty("start_cursor").GetInt32()));
        Assert.IsType<OperatorOutcome.Refused>(await BatchWorkflow.RetryAsync(node, task, "work_002"));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Isolate_AllFailed_TheJoinRunsOverNothing(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml("all_aside", 3, "isolate"));
        var task = await node.SubmitAsync("places", "all_aside", new { workers = 3, fails = "001,002,003", path });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal((0, "work_001,work_002,work_003"), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("continue_on_failure")]
    [InlineData("isolate")]
    public async Task FailedWorker_RetriedWhileOthersRun_IsPartOfTheWholeAgain(string strategy)
    {
        await using var node = await StartAsync("Local");
        await node.PublishAsync(BatchWorkflow.Yaml("mended_" + strategy, 2, strategy));
        var task = await node.SubmitAsync("places", "mended_" + strategy, new { workers = 3, fails = "001", gated = "002" });

        await BatchWorkflow.UntilStepAsync(node, task, "work_003", StepState.Complete);
        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.Error);
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_001"));
        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.Complete);
        Assert.Equal(StepState.Pending, (await node.StepAsync(task, "join")).State);
        _work.Open(task);
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal((30, ""), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task FailFast_OneFailed_OthersAreStoppedAtOnceAndStartAgainWhenItIsMended(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml("fast", 2, "fail_fast"));
        var task = await node.SubmitAsync("places", "fast", new { workers = 6, fails = "001", gated = "002", path });

        // Nobody opens the gate: the handler that stands there is told to stop.
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        await _work.StoppedAsync(task);

        Assert.Equal("001:Error 002:Cancelled 003:Cancelled 004:Cancelled 005:Cancelled 006:Cancelled", await StatesAsync(node, task));
        Assert.Equal(StepState.Pending, (await node.StepAsync(task, "join")).State);
        Assert.Equal(5, Assert.Single(await new BatchReads(node.Data).OfTaskAsync(task, CancellationToken.None)).Stopped);
        Assert.Equal(5, await node.ScalarAsync<long>(
            "select count(*) from tasker.moves where task_id = $1 and detail ->> 'batch' = 'stopped' and detail ->> 'reason' like 'work_001 failed%'", task.Value));
        var why = Assert.Single(await new WaitReads(node.Data).WhyAsync(await BatchWorkflow.IdAsync(node, task, "work_005"), CancellationToken.None));
        Assert.Equal("stopped_with_batch", why.Cause);
        await BatchWorkflow.AssertCleanAsync(node);

        _work.Open(task);
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_001"));
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.True(await node.ScalarAsync<long>(BatchWorkflow.MostAtOnce, task.Value) <= 2);
        Assert.Equal((60, ""), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task FailFast_FailedOneIsGivenUp_TheOthersStartAgain(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml("fast_given_up", 1, "fail_fast"));
        var task = await node.SubmitAsync("places", "fast_given_up", new { workers = 3, fails = "001", path });
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.ResolveAsync(node, task, "work_001"));
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal((20, "work_001"), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("continue_on_failure")]
    [InlineData("fail_fast")]
    public async Task GiveUpAtOnce_WorkerFailed_TaskIsInErrorByPolicyAndARetryRestartsIt(string strategy)
    {
        await using var node = await StartAsync("Local");
        await node.PublishAsync(BatchWorkflow.Yaml("policy_" + strategy, 2, strategy, "{ give_up_after_minutes: 0 }"));
        var task = await node.SubmitAsync("places", "policy_" + strategy, new { workers = 4, fails = "001" });

        await node.WaitForAsync(task, TaskState.Error);
        await BatchWorkflow.AssertCleanAsync(node);
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_001"));
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal((40, ""), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    public async Task FailFast_QueuedWorkers_AreStoppedAndGoOutAgain()
    {
        // One handler at a time and nothing ahead: with six places, five workers are queued when the first fails.
        await using var node = await StartAsync("Distributed", s =>
        {
            s["Tasker:Worker:Concurrency"] = "1";
            s["Tasker:Worker:ClaimAhead"] = "00:00:00";
        });
        await node.PublishAsync(BatchWorkflow.Yaml("queued", 6, "fail_fast"));
        var task = await node.SubmitAsync("places", "queued", new { workers = 6, fails = "001", slow_ms = 60 });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var stopped = await node.ScalarAsync<long>("select count(*) from tasker.moves where task_id = $1 and path = '\\x0209'", task.Value);
        Assert.True(stopped >= 1, $"{stopped} were taken out of the queue");
        await BatchWorkflow.AssertCleanAsync(node);
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_001"));
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal((60, ""), await JoinedAsync(node, task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    private static async Task<string> StatesAsync(TaskerHarness node, TaskId task) => string.Join(' ', (await node.StepsAsync(task))
        .Where(s => s.Name.StartsWith("work_", StringComparison.Ordinal)).Select(s => $"{s.Name["work_".Length..]}:{s.State}"));

    private static async Task<(int Items, string Failed)> JoinedAsync(TaskerHarness node, TaskId task)
    {
        var join = (await node.StepAsync(task, "join")).ResultJson;
        return (join.GetProperty("items").GetInt32(), string.Join(',', join.GetProperty("failed").EnumerateArray().Select(f => f.GetString())));
    }

    private Task<TaskerHarness> StartAsync(string path, Action<IDictionary<string, string?>>? more = null) => TaskerHarness.StartAsync(
        database.ConnectionString,
        _work.Register,
        s =>
        {
            s["Tasker:Engine:Path"] = path;
            more?.Invoke(s);
        });
}
