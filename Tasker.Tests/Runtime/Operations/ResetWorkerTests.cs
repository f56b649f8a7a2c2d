using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>A batch worker that ended well and is sent back needs a place in its batch, like one that never had one.</summary>
[Trait("Feature", "F122")]
[Trait("Feature", "F087")]
public sealed class ResetWorkerTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task RetryDownstream_WorkerThatEndedWell_WaitsForAPlaceAndIsJoinedAgain(string path)
    {
        await using var node = await TaskerHarness.StartAsync(database.ConnectionString, Build, s => s["Tasker:Engine:Path"] = path);
        await node.PublishAsync("""
            name: workers
            namespace_name: places
            version: "1.0.0"
            steps:
              - { name: cut, type: batchable, handler: { callable: places.cut } }
              - name: part
                type: batch_worker
                dependencies: [cut]
                handler: { callable: places.part }
                batch_config: { batch_size: 10, parallelism: 1, worker_template: part }
              - { name: sum, type: deferred_convergence, dependencies: [part], handler: { callable: places.sum } }
            """);
        var task = await node.SubmitAsync("places", "workers", new { path });
        // The second has the only place when it begins.
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        Assert.Equal(StepState.Complete, (await node.StepAsync(task, "part_001")).State);

        var outcome = await node.Services.GetRequiredService<RetryDownstream>().HandleAsync(
            new RetryInputsRequest { StepId = await IdAsync(node, task, "part_001"), Actor = "user:ana", Reason = "because" }, CancellationToken.None);

        Assert.Equal(new OperatorOutcome.Applied("pending"), outcome);
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: false, CancellationToken.None));
        Assert.Equal(StepState.Pending, (await node.StepAsync(task, "part_001")).State);
        _release.SetResult();
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal("""{"parts": 2}""", (await node.StepAsync(task, "sum")).Result);
        Assert.Equal(2, (await node.StepAsync(task, "part_001")).Attempts);
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    private static async Task<StepId> IdAsync(TaskerHarness node, TaskId task, string name) => task.Step(await node.ScalarAsync<int>(
        "select step_no from tasker.step_details where task_id = $1 and name = $2", task.Value, name));

    private void Build(TaskerBuilder tasker)
    {
        tasker.Services.AddTaskerOperations();
        tasker
            .AddHandler("places.cut", (_, _) => Task.FromResult(BatchOutcome.CreateBatches("part", BatchCursors.Ranges(20, 10), 20)))
            .AddHandler("places.part", async (context, ct) =>
            {
                if (context.StepInputs!.Value.GetProperty("cursor").GetProperty("batch_id").GetString() == "002")
                {
                    _begun.SetResult();
                    await _release.Task.WaitAsync(ct);
                }

                return StepOutcome.Success(new { });
            })
            .AddHandler("places.sum", (context, _) => Task.FromResult(StepOutcome.Success(new { parts = context.Results.WithPrefix("part_").Count })));
    }
}
