using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>Parallelism and failure strategies, on both paths, with the checker at the end of each.</summary>
[Trait("Feature", "F088")]
public sealed class BatchPlacesTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private readonly BatchWorkflow _work = new();

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Parallelism_TwoNodes_NeverMoreAtOnceAndAllPlacesUsed(string path)
    {
        await using var first = await StartAsync(path);
        await using var second = await StartAsync(path);
        await first.PublishAsync(BatchWorkflow.Yaml("limited", 3, "continue_on_failure"));

        var task = await first.SubmitAsync("places", "limited", new { workers = 12, slow_ms = 150, flaky = "004", path });
        await first.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(3, await first.ScalarAsync<long>(BatchWorkflow.MostAtOnce, task.Value));
        Assert.Equal(120, (await first.StepAsync(task, "join")).ResultJson.GetProperty("items").GetInt32());
        await BatchWorkflow.AssertCleanAsync(first);
    }

    [Theory]
    [InlineData("Local", "continue_on_failure", "work_002,work_003")]
    [InlineData("Distributed", "continue_on_failure", "work_002,work_003")]
    [InlineData("Local", "isolate", "")]
    [InlineData("Distributed", "isolate", "")]
    public async Task FailedWorkers_OthersGoOn_JoinRunsOverTheRestAndTheTaskStaysOpen(string path, string strategy, string seen)
    {
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml(strategy, 2, strategy));
        var task = await node.SubmitAsync("places", strategy, new { workers = 6, fails = "002,003", path });

        await BatchWorkflow.UntilStepAsync(node, task, "after", StepState.Complete);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var join = (await node.StepAsync(task, "join")).ResultJson;
        Assert.Equal(40, join.GetProperty("items").GetInt32());
        Assert.Equal(seen, string.Join(',', join.GetProperty("failed").EnumerateArray().Select(f => f.GetString())));
        Assert.Equal(StepState.Error, (await node.StepAsync(task, "work_002")).State);
        await BatchWorkflow.AssertCleanAsync(node);

        // A person mends the two; what joined them is not repeated.
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_002"));
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_003"));
        await node.WaitForAsync(task, TaskState.Complete);
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    public async Task FailedWorker_RetriedBeforeTheJoin_IsPartOfTheWholeAgain()
    {
        await using var node = await StartAsync("Local");
        await node.PublishAsync(BatchWorkflow.Yaml("mended", 2, "continue_on_failure"));
        var task = await node.SubmitAsync("places", "mended", new { workers = 3, fails = "001", gated = "002" });

        await BatchWorkflow.UntilStepAsync(node, task, "work_003", StepState.Complete);
        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.Error);
        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_001"));
        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.Complete);
        Assert.Equal(StepState.Pending, (await node.StepAsync(task, "join")).State);
        _work.Open(task);
        await node.WaitForAsync(task, TaskState.Complete);

        var join = (await node.StepAsync(task, "join")).ResultJson;
        Assert.Equal(30, join.GetProperty("items").GetInt32());
        Assert.Empty(join.GetProperty("failed").EnumerateArray());
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task FailFast_OneFailed_NoFurtherBeginsUntilItIsMended(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishAsync(BatchWorkflow.Yaml("fast", 2, "fail_fast"));
        var task = await node.SubmitAsync("places", "fast", new { workers = 6, fails = "001", gated = "002", path });

        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.Error);
        _work.Open(task);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal(StepState.Complete, (await node.StepAsync(task, "work_002")).State);
        Assert.All(["work_003", "work_004", "work_005", "work_006", "join"], name => Assert.Equal(StepState.Pending, node.StepAsync(task, name).Result.State));
        await BatchWorkflow.AssertCleanAsync(node);

        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.RetryAsync(node, task, "work_001"));
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.True(await node.ScalarAsync<long>(BatchWorkflow.MostAtOnce, task.Value) <= 2);
        Assert.Equal(60, (await node.StepAsync(task, "join")).ResultJson.GetProperty("items").GetInt32());
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    public async Task FailFast_QueuedWorkers_AreTakenBackAndGoOutAgain()
    {
        // One handler at a time and nothing ahead: with six places, five workers are queued when the first fails. The next one, which begins
        // before that is known, waits for it.
        await using var node = await StartAsync("Distributed", s =>
        {
            s["Tasker:Worker:Concurrency"] = "1";
            s["Tasker:Worker:ClaimAhead"] = "00:00:00";
        });
        await node.PublishAsync(BatchWorkflow.Yaml("queued", 6, "fail_fast"));
        var task = await node.SubmitAsync("places", "queued", new { workers = 6, fails = "001,002,003,004,005,006", gated = "002,003,004,005,006" });

        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.Error);
        _work.Open(task);

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var taken = await node.ScalarAsync<long>("select count(*) from tasker.moves where task_id = $1 and path = '\\x020601'", task.Value);
        Assert.True(taken >= 3, $"{taken} taken back");
        Assert.Equal(taken, await node.ScalarAsync<long>("select count(*) from tasker.steps where task_id = $1 and place = 2 and state = 1", task.Value));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    public async Task Cancel_InTheMiddle_LeavesNothingBehind()
    {
        await using var node = await StartAsync("Local");
        await node.PublishAsync(BatchWorkflow.Yaml("cancelled", 2, "continue_on_failure"));
        var task = await node.SubmitAsync("places", "cancelled", new { workers = 5, gated = "002" });
        await BatchWorkflow.UntilStepAsync(node, task, "work_005", StepState.Complete);

        Assert.IsType<OperatorOutcome.Applied>(await BatchWorkflow.CancelAsync(node, task));

        Assert.Equal(TaskState.Cancelled, await node.StateAsync(task));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    public async Task Decided_WaitingWorker_SaysWhy()
    {
        await using var node = await StartAsync("Local");
        await node.PublishAsync(BatchWorkflow.Yaml("told", 1, "continue_on_failure"));
        var task = await node.SubmitAsync("places", "told", new { workers = 3, gated = "001" });
        await BatchWorkflow.UntilStepAsync(node, task, "work_001", StepState.InProgress);

        Assert.Equal(2, await node.ScalarAsync<int>("select waiting_for_a_place from tasker.batch_places where task_id = $1", task.Value));
        _work.Open(task);
        await node.WaitForAsync(task, TaskState.Complete);
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
