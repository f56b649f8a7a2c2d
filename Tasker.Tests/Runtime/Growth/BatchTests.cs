using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

public sealed class BatchTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Csv = """
        name: csv
        namespace_name: batches
        version: 1.0.0
        steps:
          - name: analyze_csv
            type: batchable
            handler: { callable: analyze }
            batch_config: { batch_size: 200, parallelism: 5, cursor_field: row, worker_template: process_csv_batch }
          - { name: process_csv_batch, type: batch_worker, dependencies: [analyze_csv], handler: { callable: worker } }
          - { name: aggregate, type: deferred_convergence, dependencies: [process_csv_batch], handler: { callable: aggregate } }
        """;

    [Theory]
    [Trait("Feature", "F086")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Csv_ThousandRows_FiveWorkersAndExactTotals(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishGrownAsync(Csv);
        var task = await node.SubmitAsync("batches", "csv", new { rows = 1000, path });

        await node.WaitForAsync(task, TaskState.Complete);

        var workers = Enumerable.Range(1, 5).Select(i => $"process_csv_batch_{i:000}");
        Assert.Equal([.. workers, "aggregate", "analyze_csv"], (await node.NamesAsync(task)).OrderByDescending(n => n.Length).ThenBy(n => n));
        var total = (await node.StepAsync(task, "aggregate")).ResultJson;
        Assert.Equal(5, total.GetProperty("batches").GetInt32());
        Assert.Equal(1000 * 999 / 2, total.GetProperty("sum").GetInt64());
        await node.AssertCountersAsync(task);
    }

    [Fact]
    [Trait("Feature", "F086")]
    public async Task Csv_NoRows_PlaceholderRunsAndConvergenceToo()
    {
        await using var node = await StartAsync("Local");
        await node.PublishGrownAsync(Csv);
        var task = await node.SubmitAsync("batches", "csv", new { rows = 0 });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.True((await node.StepAsync(task, "process_csv_batch_000")).ResultJson.GetProperty("no_op").GetBoolean());
        Assert.Equal(3, (await node.NamesAsync(task)).Length);
        await node.AssertCountersAsync(task);
    }

    [Fact]
    [Trait("Feature", "F086")]
    public async Task Csv_UnknownWorker_FailsForGood()
    {
        await using var node = await StartAsync("Local");
        await node.PublishGrownAsync(Csv);
        var task = await node.SubmitAsync("batches", "csv", new { rows = -1 });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Contains("ghost", (await node.StepAsync(task, "analyze_csv")).FailureJson.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private Task<TaskerHarness> StartAsync(string path) =>
        TaskerHarness.StartAsync(database.ConnectionString, Handlers, s => s["Tasker:Engine:Path"] = path);

    private static void Handlers(TaskerBuilder tasker)
    {
        tasker.AddHandler("analyze", (context, _) =>
        {
            var rows = context.GetInput("rows", 0);
            return Task.FromResult(rows switch
            {
                0 => BatchOutcome.NoBatches(),
                < 0 => BatchOutcome.CreateBatches("ghost", BatchCursors.Ranges(10, 5), 10),
                _ => BatchOutcome.CreateBatches("process_csv_batch", BatchCursors.Ranges(rows, 200), rows),
            });
        });
        tasker.AddHandler("worker", (context, _) =>
        {
            var batch = BatchInputs.Of(context);
            if (batch.IsNoOp) return Task.FromResult(StepOutcome.Success(new { no_op = true, sum = 0 }));
            var (start, end) = (batch.Start<int>(), batch.End<int>());
            return Task.FromResult(StepOutcome.Success(new { no_op = false, sum = Enumerable.Range(start, end - start).Sum() }));
        });
        tasker.AddHandler("aggregate", (context, _) =>
        {
            var batches = context.Results.WithPrefix("process_csv_batch_");
            return Task.FromResult(StepOutcome.Success(new { batches = batches.Count, sum = batches.Sum(b => b.GetProperty("sum").GetInt64()) }));
        });
    }
}
