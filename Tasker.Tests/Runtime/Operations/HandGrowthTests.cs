using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Runtime.Growth;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>A batchable step that a person ends in place of its handler: its workers come into being as after the handler, or the act is refused.</summary>
[Trait("Feature", "F028")]
public sealed class HandGrowthTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Batchable_CompletedByHand_ItsWorkersRunWithinTheirPlaces(string path)
    {
        await using var node = await StartAsync(path);
        var (task, cut) = await BlockedAsync(node, "by_hand_" + path.ToLowerInvariant());

        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(node, cut, Batches(5)));
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(["cut", "work_001", "work_002", "work_003", "work_004", "work_005", "join"], (await node.NamesAsync(task)).OrderBy(Rank).ThenBy(n => n, StringComparer.Ordinal));
        Assert.Equal([0, 10, 20, 30, 40], (await node.StepAsync(task, "join")).ResultJson.GetProperty("starts").EnumerateArray().Select(s => s.GetInt32()));
        Assert.InRange(await node.ScalarAsync<long>(BatchWorkflow.MostAtOnce, task.Value), 1, 2);
        Assert.Equal("user:ana", await node.ScalarAsync<string>(
            "select actor from tasker.step_transitions where task_id = $1 and step_no = 0 and to_no = 7", task.Value));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Theory]
    [InlineData("Local", true)]
    [InlineData("Distributed", false)]
    public async Task Batchable_EndedByHandWithoutBatches_TheJoinRunsAfterTheStandIn(string path, bool isSkipped)
    {
        await using var node = await StartAsync(path);
        var (task, cut) = await BlockedAsync(node, "nothing_" + path.ToLowerInvariant());

        var outcome = isSkipped
            ? await node.Services.GetRequiredService<SkipStep>().HandleAsync(new StepActRequest { StepId = cut, Actor = "user:ana", Reason = "no data" }, default)
            : await CompleteAsync(node, cut, """{"batch_processing_outcome": {"type": "no_batches"}}""");

        Assert.IsType<OperatorOutcome.Applied>(outcome);
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(["cut", "join", "work_000"], (await node.NamesAsync(task)).Order(StringComparer.Ordinal));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    // To run again it would create steps next to those that its first end created, or let a join go before them.
    [Theory]
    [InlineData("Local", true)]
    [InlineData("Distributed", true)]
    [InlineData("Local", false)]
    public async Task RetryDownstream_BatchableThatAPersonEnded_IsRefused(string path, bool isSkipped)
    {
        await using var node = await StartAsync(path);
        var (task, cut) = await BlockedAsync(node, $"again_{path.ToLowerInvariant()}_{(isSkipped ? "skipped" : "completed")}", join: "broken");
        Assert.IsType<OperatorOutcome.Applied>(isSkipped
            ? await node.Services.GetRequiredService<SkipStep>().HandleAsync(new StepActRequest { StepId = cut, Actor = "user:ana", Reason = "no data" }, default)
            : await CompleteAsync(node, cut, Batches(2)));
        await BatchWorkflow.UntilStepAsync(node, task, "join", StepState.Error);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var outcome = await node.Services.GetRequiredService<RetryDownstream>().HandleAsync(
            new RetryInputsRequest { StepId = cut, Actor = "user:ana", Reason = "data came" }, default);

        Assert.Contains("step cut has decided which steps the task has", Assert.IsType<OperatorOutcome.Refused>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(StepState.Error, (await node.StepAsync(task, "join")).State);
        await BatchWorkflow.AssertCleanAsync(node);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "{}", "batch_processing_outcome" },
        { Batches(1001), "$.batch_processing_outcome.cursor_configs" },
        { Batches(2).Replace("\"002\"", "\"001\"", StringComparison.Ordinal), "'001' is there twice" },
        { Batches(1, "join"), "'join'" },
        { """{"batch_processing_outcome": {"type": "create_batches", "worker_template_name": "work", "cursor_configs": []}}""", "has 0 batches" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Batchable_CompletedWithAnOutcomeThatCannotBeCarriedOut_IsRefusedAndRecorded(string result, string named)
    {
        await using var node = await StartAsync("Local");
        var (task, cut) = await BlockedAsync(node, "wrong_" + named.Length);

        var refused = Assert.IsType<OperatorOutcome.Refused>(await CompleteAsync(node, cut, result));

        Assert.Contains(named, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(["cut"], await node.NamesAsync(task));
        Assert.Equal(StepState.Error, (await node.StepAsync(task, "cut")).State);
        // What is no request at all is recorded nowhere: more cursors than an array may have, here.
        var recorded = await node.ScalarAsync<long>("select count(*) from tasker.operator_commands where task_id = $1 and outcome = 'refused'", task.Value);
        Assert.Equal(refused.Reason.StartsWith("the result at $", StringComparison.Ordinal) ? 0 : 1, recorded);
        // The right one is taken afterwards.
        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(node, cut, Batches(1)));
        await node.WaitForAsync(task, TaskState.Complete);
        await BatchWorkflow.AssertCleanAsync(node);
    }

    private static int Rank(string name) => name == "cut" ? 0 : name == "join" ? 2 : 1;

    private static string Batches(int count, string worker = "work") => JsonSerializer.Serialize(new
    {
        batch_processing_outcome = new
        {
            type = "create_batches",
            worker_template_name = worker,
            worker_count = count,
            cursor_configs = Enumerable.Range(0, count).Select(i => new { batch_id = $"{i + 1:000}", start_cursor = i * 10, end_cursor = i * 10 + 10, batch_size = 10 }),
        },
    });

    private static async Task<(TaskId Task, StepId Cut)> BlockedAsync(TaskerHarness node, string name, string join = "join")
    {
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: hand_growth
            version: 1.0.0
            identity_strategy: always_unique
            steps:
              - { name: cut, type: batchable, handler: { callable: broken }, batch_config: { parallelism: 2, worker_template: work } }
              - { name: work, type: batch_worker, dependencies: [cut], handler: { callable: work } }
              - { name: join, type: deferred_convergence, dependencies: [work], handler: { callable: {{join}} } }
            """);
        var task = await node.SubmitAsync("hand_growth", name, new { });
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        return (task, task.Step(0));
    }

    private static Task<OperatorOutcome> CompleteAsync(TaskerHarness node, StepId step, string result) => node.Services.GetRequiredService<CompleteStep>().HandleAsync(
        new CompleteStepRequest { StepId = step, Actor = "user:ana", Reason = "cut by hand", ExpectedState = StepState.Error, ResultJson = result }, default);

    private Task<TaskerHarness> StartAsync(string path) => TaskerHarness.StartAsync(
        database.ConnectionString,
        b =>
        {
            b.AddHandler("broken", (_, _) => Task.FromResult(StepOutcome.PermanentFailure("no")));
            b.AddHandler("work", (context, _) => Task.FromResult(BatchInputs.Of(context) is { IsNoOp: false } batch
                ? StepOutcome.Success(new { start = batch.Start<int>() })
                : StepOutcome.Success()));
            b.AddHandler("join", (context, _) => Task.FromResult(StepOutcome.Success(new
            {
                starts = context.Results.WithPrefix("work_").Where(r => r.TryGetProperty("start", out var _)).Select(r => r.GetProperty("start").GetInt32()),
            })));
            b.Services.AddTaskerOperations();
        },
        s => s["Tasker:Engine:Path"] = path);
}
