using System.Text.Json;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>Parallelism of batches, on both paths, with the checker at the end of each.</summary>
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

        var task = await first.SubmitAsync("places", "limited", new { workers = 12, slow_ms = 25, flaky = "004", path });
        await first.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(3, await first.ScalarAsync<long>(BatchWorkflow.MostAtOnce, task.Value));
        Assert.Equal(120, (await first.StepAsync(task, "join")).ResultJson.GetProperty("items").GetInt32());
        await BatchWorkflow.AssertCleanAsync(first);
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
        var why = Assert.Single(await new WaitReads(node.Data).WhyAsync(await BatchWorkflow.IdAsync(node, task, "work_003"), CancellationToken.None));
        Assert.Equal(("batch_place", "It waits for one of the 1 places of its batch, held by work_001 (in progress); 1 workers stand before it"), (why.Cause, why.Sentence));
        var holder = Assert.Single(JsonElement.Parse(why.EvidenceJson).GetProperty("holders").EnumerateArray().ToList());
        Assert.Equal("work_001", holder.GetProperty("name").GetString());
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
