using System.Collections.Concurrent;
using System.Text.Json;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>Where an execution was, and where the next one goes on.</summary>
public sealed class CheckpointTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Yaml = """
        name: long
        namespace_name: checkpoints
        version: 1.0.0
        steps:
          - name: work
            handler: { callable: checkpoints.work }
            retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 10 }
        """;

    private readonly ConcurrentQueue<int> _items = new();
    private readonly ConcurrentQueue<int> _starts = new();

    [Theory]
    [Trait("Feature", "F089")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Retry_AfterFailureBetweenCheckpoints_GoesOnAtTheLastOne(string path)
    {
        await using var node = await StartAsync(path, Window);
        var task = await node.SubmitAsync("checkpoints", "long", new { items = 1000, window = 100, fail_at = 560, path });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal([0, 500], _starts);
        Assert.Equal(Enumerable.Range(0, 560).Concat(Enumerable.Range(500, 500)), _items);
        var work = await node.StepAsync(task, "work");
        Assert.Equal(2, work.Attempts);
        Assert.Equal(1000L * 999 / 2, work.ResultJson.GetProperty("sum").GetInt64());
    }

    [Theory]
    [Trait("Feature", "F089")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Yield_EveryWindow_OneAttemptAndTheHistoryInTheCheckpoint(string path)
    {
        await using var node = await StartAsync(path, Yielding);
        var task = await node.SubmitAsync("checkpoints", "long", new { items = 1000, window = 100, path });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 100), _starts);
        Assert.Equal(Enumerable.Range(0, 1000), _items);
        Assert.Equal(1, (await node.StepAsync(task, "work")).Attempts);
        var stored = JsonDocument.Parse(await CheckpointAsync(node, task)).RootElement;
        Assert.Equal(9, stored.GetProperty("yields").GetInt32());
        Assert.All(stored.GetProperty("history").EnumerateArray(), h => Assert.True(h.GetProperty("yield").GetBoolean()));
        await BatchWorkflow.AssertCleanAsync(node);
    }

    [Fact]
    [Trait("Feature", "F089")]
    public async Task Yield_WithoutProgress_FailsForGood()
    {
        await using var node = await StartAsync("Local", (_, _) => Task.FromResult(StepOutcome.YieldAtCheckpoint(5, 5)));
        var task = await node.SubmitAsync("checkpoints", "long", new { same = true });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Contains("without any progress", (await node.StepAsync(task, "work")).FailureJson.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F089")]
    public async Task Checkpoint_WithOwnTransaction_WritesAndCheckpointAreOne()
    {
        await using var node = await StartAsync("Local", InTransactionAsync);
        await node.ExecuteAsync("create table public.done (item int not null)");
        var task = await node.SubmitAsync("checkpoints", "long", new { transacted = true });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal("0,1,2,3,4,5,6,7,8,9", await node.ScalarAsync<string>("select string_agg(item::text, ',' order by item) from public.done"));
        Assert.Equal(2, (await node.StepAsync(task, "work")).Attempts);
    }

    [Fact]
    [Trait("Feature", "F090")]
    public async Task Checkpoint_TooLarge_FailsForGoodNamingTheLimit()
    {
        await using var node = await StartAsync("Local", async (context, ct) =>
        {
            await context.CheckpointAsync(1, 1, new { text = new string('x', 2000) }, ct);
            return StepOutcome.Success();
        });
        var task = await node.SubmitAsync("checkpoints", "long", new { large = true });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var message = (await node.StepAsync(task, "work")).FailureJson.GetProperty("message").GetString();
        Assert.Contains("at most 1024 are stored (Tasker:Worker:MaxCheckpointBytes)", message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F090")]
    public async Task Checkpoints_Hundred_HistoryKeepsTheNewestTwenty()
    {
        await using var node = await StartAsync("Local", async (context, ct) =>
        {
            for (var i = 1; i <= 100; i++) await context.CheckpointAsync(i, i, null, ct);
            return StepOutcome.Success();
        });
        var task = await node.SubmitAsync("checkpoints", "long", new { many = true });

        await node.WaitForAsync(task, TaskState.Complete);

        var stored = JsonDocument.Parse(await CheckpointAsync(node, task)).RootElement;
        Assert.Equal(100, stored.GetProperty("count").GetInt32());
        Assert.Equal(Enumerable.Range(81, 20), stored.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("cursor").GetInt32()));
    }

    [Fact]
    [Trait("Feature", "F089")]
    public async Task Checkpoint_AttemptTakenAway_IsRefusedAndTheHandlerEnds()
    {
        var refused = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskerHarness? self = null;
        await using var node = await StartAsync("Local", async (context, ct) =>
        {
            if (context.Execution > 1) return StepOutcome.Success(new { from = context.Checkpoint?.ItemsProcessed });
            await context.CheckpointAsync(1, 1, null, ct);
            await self!.ExecuteAsync(
                "update tasker.nodes set lease_until = clock_timestamp() - interval '1 hour' where node_id = (select max(node_id) from tasker.nodes)");
            try
            {
                await context.CheckpointAsync(2, 2, null, ct);
                refused.TrySetResult(false);
            }
            catch (OperationCanceledException)
            {
                refused.TrySetResult(true);
            }

            return StepOutcome.Success();
        });
        self = node;
        var task = await node.SubmitAsync("checkpoints", "long", new { taken = true });

        Assert.True(await refused.Task.WaitAsync(TaskerHarness.Patience));
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(1, (await node.StepAsync(task, "work")).ResultJson.GetProperty("from").GetInt32());
    }

    [Fact]
    [Trait("Feature", "F090")]
    public async Task StalledSteps_SilentLongerThanAllowed_AreFound()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await StartAsync("Local", async (context, ct) =>
        {
            context.ReportProgress(40, "half way");
            await context.CheckpointAsync(1, 1, null, ct);
            await gate.Task.WaitAsync(ct);
            return StepOutcome.Success();
        });
        var task = await node.SubmitAsync("checkpoints", "long", new { stalled = true });
        await TaskerHarness.UntilAsync(() => CheckpointAsync(node, task), c => c.Length > 0);
        await TaskerHarness.UntilAsync(
            () => node.ScalarAsync<long>("select count(*) from tasker.step_progress where task_id = $1 and percent = 40 and note = 'half way'", task.Value),
            n => n == 1);

        const string Stalled = "select count(*) from tasker.stalled_steps($2) where task_id = $1";
        Assert.Equal(0, await node.ScalarAsync<long>(Stalled, task.Value, TimeSpan.FromMinutes(15)));
        await node.ExecuteAsync(
            """
            update tasker.steps set changed_at = changed_at - interval '16 min',
                checkpoint = jsonb_set(checkpoint, '{timestamp}', to_jsonb(clock_timestamp() - interval '16 min')) where task_id = $1
            """,
            task.Value);
        Assert.Equal(0, await node.ScalarAsync<long>(Stalled, task.Value, TimeSpan.FromMinutes(15)));
        await node.ExecuteAsync("update tasker.step_progress set at = at - interval '16 min' where task_id = $1", task.Value);
        Assert.Equal(1, await node.ScalarAsync<long>(Stalled, task.Value, TimeSpan.FromMinutes(15)));
        gate.SetResult();
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(0, await node.ScalarAsync<long>(Stalled, task.Value, TimeSpan.FromMinutes(15)));
    }

    private static async Task<string> CheckpointAsync(TaskerHarness node, TaskId task) =>
        await node.ScalarAsync<string>("select coalesce((select s.checkpoint::text from tasker.steps s where s.task_id = $1), '')", task.Value);

    // Sums numbers and makes a checkpoint after each window.
    private async Task<StepOutcome> Window(StepContext context, CancellationToken ct)
    {
        var (items, window, failAt) = (context.GetInput("items", 0), context.GetInput("window", 1), context.GetInput("fail_at", -1));
        var from = context.Checkpoint?.CursorAs<int>() ?? 0;
        var sum = context.Checkpoint?.AccumulatedAs(0L) ?? 0L;
        _starts.Enqueue(from);
        for (var i = from; i < items; i++)
        {
            if (i == failAt && context.Attempt == 1) return StepOutcome.RetryableFailure("broken");
            _items.Enqueue(i);
            sum += i;
            if ((i + 1) % window == 0) await context.CheckpointAsync(i + 1, i + 1, sum, ct);
        }

        return StepOutcome.Success(new { sum });
    }

    private Task<StepOutcome> Yielding(StepContext context, CancellationToken ct)
    {
        var (items, window) = (context.GetInput("items", 0), context.GetInput("window", 1));
        var from = context.Checkpoint?.CursorAs<int>() ?? 0;
        _starts.Enqueue(from);
        for (var i = from; i < Math.Min(items, from + window); i++) _items.Enqueue(i);
        return Task.FromResult(from + window < items ? StepOutcome.YieldAtCheckpoint(from + window, from + window) : StepOutcome.Success());
    }

    // Ten rows, a checkpoint after five, broken after seven: the two behind the checkpoint are rolled back.
    private static async Task<StepOutcome> InTransactionAsync(StepContext context, CancellationToken ct)
    {
        for (var i = context.Checkpoint?.CursorAs<int>() ?? 0; i < 10; i++)
        {
            if (i == 7 && context.Attempt == 1) return StepOutcome.RetryableFailure("broken");
            var transaction = await context.BeginTransactionAsync(ct);
            await using var insert = transaction.Connection!.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $"insert into public.done values ({i})";
            await insert.ExecuteNonQueryAsync(ct);
            if (i == 4) await context.CheckpointAsync(5, 5, null, ct);
        }

        return StepOutcome.Success();
    }

    private async Task<TaskerHarness> StartAsync(string path, Func<StepContext, CancellationToken, Task<StepOutcome>> handler)
    {
        var node = await TaskerHarness.StartAsync(
            database.ConnectionString,
            t => t.AddHandler("checkpoints.work", handler),
            s =>
            {
                s["Tasker:Engine:Path"] = path;
                s["Tasker:Worker:MaxCheckpointBytes"] = "1024";
            });
        await node.PublishAsync(Yaml);
        return node;
    }
}
