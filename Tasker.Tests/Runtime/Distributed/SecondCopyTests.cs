using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Distributed;

/// <summary>Two orchestrators with one outcome that adds steps.</summary>
public sealed class SecondCopyTests : TestDatabase
{
    private const string Yaml = """
        name: growing
        namespace_name: copies
        version: "1.0.0"
        steps:
          - { name: begin, handler: { callable: ok } }
          - { name: choose, type: decision, dependencies: [begin], handler: { callable: choose } }
          - { name: left, dependencies: [choose], handler: { callable: ok } }
          - { name: right, dependencies: [choose], handler: { callable: ok } }
          - { name: join, type: deferred_convergence, dependencies: [left, right], handler: { callable: ok } }
        """;

    private const string Batch = """
        name: batched
        namespace_name: copies
        version: "1.0.0"
        steps:
          - name: analyze
            type: batchable
            handler: { callable: analyze }
            batch_config: { batch_size: 10, cursor_field: row, worker_template: process }
          - { name: process, type: batch_worker, dependencies: [analyze], handler: { callable: ok } }
          - { name: total, type: deferred_convergence, dependencies: [process], handler: { callable: ok } }
        """;

    [Theory]
    [Trait("Feature", "F085")]
    [InlineData("growing", Yaml, 5)]
    [InlineData("batched", Batch, 5)]
    public async Task TwoNodes_OneOutcomeTwiceInTheQueue_OneSetOfSteps(string name, string yaml, int steps)
    {
        await using var first = await StartAsync("web");
        await using var second = await StartAsync("web");
        await using (var worker = await StartAsync("worker"))
        {
            await first.PublishAsync(yaml);
            var decided = await first.SubmitAsync("copies", name, new { });
            if (name == "growing")
            {
                await first.WaitForStepAsync(decided, "begin", StepState.EnqueuedForOrchestration);
                await first.Services.GetRequiredService<ResultProcessor>().ProcessHandedOverAsync(10, CancellationToken.None);
            }

            await first.WaitForStepAsync(decided, name == "growing" ? "choose" : "analyze", StepState.EnqueuedForOrchestration);
        }

        await first.ExecuteAsync("insert into pgmq.q_orchestration_step_results (vt, message) select vt, message from pgmq.q_orchestration_step_results");
        var task = new TaskId(await first.ScalarAsync<Guid>("select task_id from tasker.tasks"));
        Task<int>[] both;
        await using (var gate = await first.Data.Console.OpenConnectionAsync())
        {
            await using var transaction = await gate.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("select 1 from tasker.tasks for update", gate)) await hold.ExecuteNonQueryAsync();
            // Each takes one copy of the message; both are let go at the task's row at the same moment.
            both = [.. ((TaskerHarness[])[first, second]).Select(n => n.Services.GetRequiredService<ResultProcessor>().ProcessHandedOverAsync(1, CancellationToken.None).AsTask())];
            await TaskerHarness.UntilAsync(
                () => first.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"), n => n == 2);
        }

        var taken = await Task.WhenAll(both);
        Assert.Equal([1, 1], taken);
        Assert.Equal(steps, (await first.StepsAsync(task)).Count);
        Assert.Empty(await Checker.RunAsync(first.Data.Console, quiescent: false, CancellationToken.None));
        await using var rest = await StartAsync("orchestrator,worker");
        await rest.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(steps, (await rest.StepsAsync(task)).Count);
        Assert.Empty(await Checker.RunAsync(rest.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Fact]
    [Trait("Feature", "F085")]
    public async Task OnePage_OneResultTwice_IsAcceptedOnceAndHoldsUpNothing()
    {
        await using var first = await StartAsync("web");
        TaskId task;
        await using (var worker = await StartAsync("worker"))
        {
            await first.PublishAsync(Yaml);
            task = await first.SubmitAsync("copies", "growing", new { });
            await first.WaitForStepAsync(task, "begin", StepState.EnqueuedForOrchestration);
        }

        await first.ExecuteAsync("insert into pgmq.q_orchestration_step_results (vt, message) select vt, message from pgmq.q_orchestration_step_results");
        await first.Services.GetRequiredService<ResultProcessor>().ProcessHandedOverAsync(10, CancellationToken.None);

        Assert.Equal(StepState.Complete, (await first.StepAsync(task, "begin")).State);
        Assert.Equal(0, await first.ScalarAsync<long>("select count(*) from pgmq.q_orchestration_step_results"));
        Assert.Empty(await Checker.RunAsync(first.Data.Console, quiescent: false, CancellationToken.None));
    }

    private Task<TaskerHarness> StartAsync(string roles) =>
        TaskerHarness.StartAsync(ConnectionString, Register, s => s["Tasker:Engine:Roles"] = roles);

    private static void Register(TaskerBuilder tasker) => tasker
        .AddHandler("ok", (_, _) => Task.FromResult(StepOutcome.Success()))
        .AddHandler("choose", (_, _) => Task.FromResult(DecisionOutcome.CreateSteps(["left", "right"])))
        .AddHandler("analyze", (_, _) => Task.FromResult(BatchOutcome.CreateBatches("process", BatchCursors.Ranges(30, 10), 30)));
}
