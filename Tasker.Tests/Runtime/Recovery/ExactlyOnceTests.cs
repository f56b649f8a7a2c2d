using Microsoft.Extensions.DependencyInjection;
using Tasker.Data;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Recovery;

/// <summary>What handlers write in the transaction of their result is there exactly when the result is.</summary>
public sealed class ExactlyOnceTests : TestDatabase
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [Trait("Feature", "F075")]
    [InlineData("Local", "swallows", StepState.Error, 2, "database_error")]
    [InlineData("Distributed", "swallows", StepState.Error, 2, "database_error")]
    [InlineData("Local", "deferred", StepState.Error, 1, "database_constraint_violation")]
    [InlineData("Distributed", "deferred", StepState.Error, 1, "database_constraint_violation")]
    [InlineData("Local", "commits", StepState.Error, 1, "state_error")]
    [InlineData("Distributed", "commits", StepState.Error, 1, "state_error")]
    [InlineData("Local", "closes", StepState.Error, 1, "state_error")]
    [InlineData("Distributed", "closes", StepState.Error, 1, "state_error")]
    [InlineData("Local", "bad_result", StepState.Error, 1, "bad_result")]
    [InlineData("Distributed", "bad_result", StepState.Error, 1, "bad_result")]
    [InlineData("Local", "hangs", StepState.Error, 2, "handler_timeout")]
    public async Task Transaction_CannotBeCommittedWithTheResult_TheAttemptFailsAndNothingStays(string path, string how, StepState end, int attempts, string kind)
    {
        await using var node = await StartAsync(path, handlerPool: 1);
        var task = await SubmitAsync(node, how);

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var step = await node.StepAsync(task, "only");
        Assert.Equal((end, attempts, kind), (step.State, step.Attempts, step.FailureJson.GetProperty("error_type").GetString()));
        Assert.Equal(how == "commits" ? 1 : 0, await node.ScalarAsync<long>("select count(*) from public.effects"));
        // The only connection for handlers is free again.
        await node.WaitForAsync(await SubmitAsync(node, "writes"), TaskState.Complete);
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Theory]
    [Trait("Feature", "F075")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task LeaseLost_AfterTheHandlerWrote_ItsEffectIsRolledBackWithItsResult(string path)
    {
        await using var node = await StartAsync(path, handlerPool: 2);
        var task = await SubmitAsync(node, "waits");
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        var old = node.Services.GetRequiredService<NodeFigures>().Node;
        await node.ExecuteAsync("update tasker.nodes set lease_until = clock_timestamp() where node_id = $1", old);
        // The handler must end before the node learns of it: then only the database's fence stands between its write and the table.
        _release.SetResult();

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(2, (await node.StepAsync(task, "only")).Attempts);
        Assert.Equal((1L, 2), (await node.ScalarAsync<long>("select count(*) from public.effects"), await node.ScalarAsync<int>("select max(execution) from public.effects")));
    }

    [Fact]
    [Trait("Feature", "F075")]
    public async Task ManyTransactions_MoreThanConnections_WaitForEachOtherAndNotTheEngine()
    {
        await using var node = await StartAsync("Local", handlerPool: 2, s => s["Tasker:Worker:Concurrency"] = "20");
        var tasks = new List<TaskId>();
        for (var i = 0; i < 40; i++) tasks.Add(await SubmitAsync(node, "writes"));
        foreach (var task in tasks) await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(40, await node.ScalarAsync<long>("select count(*) from public.effects"));
        Assert.Equal(0, await node.ScalarAsync<long>("select count(*) from tasker.steps where attempts <> 1"));
    }

    private Task<TaskerHarness> StartAsync(string path, int handlerPool, Action<IDictionary<string, string?>>? more = null) => TaskerHarness.StartAsync(
        ConnectionString,
        Register,
        s =>
        {
            s["Tasker:Engine:Path"] = path;
            more?.Invoke(s);
        },
        new TaskerDataOptions { EnginePoolSize = 4, HandlerPoolSize = handlerPool });

    private static async Task<TaskId> SubmitAsync(TaskerHarness node, string how)
    {
        await node.ExecuteAsync("create table if not exists public.effects (execution int, key int unique deferrable initially deferred)");
        await node.PublishAsync($$"""
            name: {{how}}
            namespace_name: once
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - name: only
                handler: { callable: once.{{how}} }
                timeout_seconds: {{(how == "hangs" ? 1 : 30)}}
                retry: { max_attempts: 2, backoff: linear, backoff_base_ms: 10 }
            """);
        return await node.SubmitAsync("once", how, new { });
    }

    private void Register(TaskerBuilder tasker) => tasker
        .AddHandler("once.writes", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            return StepOutcome.Success();
        })
        .AddHandler("once.swallows", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync(context, "select 1 / 0", ct));
            return StepOutcome.Success();
        })
        .AddHandler("once.deferred", async (context, ct) =>
        {
            await WriteAsync(context, 1, ct);
            await WriteAsync(context, 1, ct);
            return StepOutcome.Success();
        })
        .AddHandler("once.commits", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            await (await context.BeginTransactionAsync(ct)).CommitAsync(ct);
            return StepOutcome.Success();
        })
        .AddHandler("once.bad_result", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            return new StepOutcome.Succeeded("{no json");
        })
        .AddHandler("once.hangs", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            // Does not listen to its cancellation, and holds the session busy.
            await ExecuteAsync(context, "select pg_sleep(60)", CancellationToken.None);
            return StepOutcome.Success();
        })
        .AddHandler("once.closes", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            await (await context.BeginTransactionAsync(ct)).Connection!.CloseAsync();
            return StepOutcome.Success();
        })
        .AddHandler("once.waits", async (context, ct) =>
        {
            await WriteAsync(context, null, ct);
            if (context.Attempt > 1) return StepOutcome.Success();
            _begun.TrySetResult();
            await _release.Task;
            return StepOutcome.Success();
        });

    private static Task WriteAsync(StepContext context, int? key, CancellationToken ct) =>
        ExecuteAsync(context, $"insert into public.effects values ({context.Execution}, {key?.ToString() ?? "null"})", ct);

    private static async Task ExecuteAsync(StepContext context, string sql, CancellationToken ct)
    {
        var transaction = await context.BeginTransactionAsync(ct);
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
