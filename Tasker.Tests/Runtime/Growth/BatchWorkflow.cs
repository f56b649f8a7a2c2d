using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>A batch whose workers do what the task's input says: some fail, some wait for a gate, all take a while.</summary>
internal sealed class BatchWorkflow
{
    public const string MostAtOnce = """
        select coalesce(max(n), 0) from (
            select (select count(*) from tasker.step_attempts b join tasker.steps s on s.task_id = b.task_id and s.step_no = b.step_no
                where b.task_id = a.task_id and s.place is not null and b.started_at <= a.started_at
                  and coalesce(b.ended_at, 'infinity') > a.started_at) as n
            from tasker.step_attempts a join tasker.steps o on o.task_id = a.task_id and o.step_no = a.step_no
            where a.task_id = $1 and o.place is not null) x
        """;

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _began = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _stopped = new();

    public static string Yaml(string name, int parallelism, string strategy, string lifecycle = "{}") => $$"""
        name: {{name}}
        namespace_name: places
        version: 1.0.0
        lifecycle: {{lifecycle}}
        steps:
          - name: analyze
            type: batchable
            handler: { callable: places.analyze }
            batch_config: { batch_size: 10, parallelism: {{parallelism}}, worker_template: work, failure_strategy: {{strategy}} }
          - name: work
            type: batch_worker
            dependencies: [analyze]
            handler: { callable: places.work }
            retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 20 }
          - { name: join, type: deferred_convergence, dependencies: [work], handler: { callable: places.join } }
          - { name: after, dependencies: [join], handler: { callable: places.after } }
        """;

    public void Register(TaskerBuilder tasker)
    {
        tasker.AddHandler("places.analyze", (context, _) =>
        {
            var workers = context.GetInput("workers", 4);
            return Task.FromResult(BatchOutcome.CreateBatches("work", BatchCursors.Ranges(workers * 10, 10), workers * 10));
        });
        tasker.AddHandler("places.work", async (context, ct) =>
        {
            var batch = BatchInputs.Of(context);
            var gated = context.GetInput("gated", "");
            if (gated == batch.BatchId) await AtGateAsync(context.TaskId, ct);
            await Task.Delay(context.GetInput("slow_ms", 0), ct);
            var fails = context.GetInput("fails", "").Split(',').Contains(batch.BatchId) && context.Execution == 1;
            if (fails && gated.Length > 0) await Of(_began, context.TaskId).Task.WaitAsync(ct);
            if (fails) return StepOutcome.PermanentFailure($"batch {batch.BatchId} is broken");
            return context.GetInput("flaky", "") == batch.BatchId && context.Attempt == 1
                ? StepOutcome.RetryableFailure("not yet")
                : StepOutcome.Success(new { items = batch.BatchSize });
        });
        tasker.AddHandler("places.join", (context, _) => Task.FromResult(StepOutcome.Success(new
        {
            items = context.Results.WithPrefix("work_").Sum(r => r.GetProperty("items").GetInt32()),
            failed = context.FailedBatches.Select(f => f.StepName),
            why = context.FailedBatches.Select(f => f.Failure.GetProperty("message").GetString()),
        })));
        tasker.AddHandler("places.after", (_, _) => Task.FromResult(StepOutcome.Success()));
    }

    public void Open(TaskId task) => Of(_gates, task).TrySetResult();

    /// <summary>Waits until the handler that stood at the gate of a task was told to stop.</summary>
    public Task StoppedAsync(TaskId task) => Of(_stopped, task).Task.WaitAsync(TaskerHarness.Patience);

    public static async Task<OperatorOutcome> RetryAsync(TaskerHarness node, TaskId task, string step)
    {
        var acts = new OperatorActs(new OperatorWriter(node.Data), node.Services.GetRequiredService<IEngineSignals>(), TimeProvider.System);
        return await new RetryStep(acts).HandleAsync(new StepActRequest { StepId = await IdAsync(node, task, step), Actor = "user:ann", Reason = "fixed" }, CancellationToken.None);
    }

    public static async Task<OperatorOutcome> ResolveAsync(TaskerHarness node, TaskId task, string step)
    {
        var acts = new OperatorActs(new OperatorWriter(node.Data), node.Services.GetRequiredService<IEngineSignals>(), TimeProvider.System);
        var template = node.Services.GetRequiredService<TemplateCatalog>();
        return await new ResolveStep(acts, new StepKinds(new StepKindReader(node.Data), template)).HandleAsync(
            new StepActRequest { StepId = await IdAsync(node, task, step), Actor = "user:ann", Reason = "given up" }, CancellationToken.None);
    }

    public static async Task<StepId> IdAsync(TaskerHarness node, TaskId task, string step) => task.Step(
        await node.ScalarAsync<int>("select step_no from tasker.step_details where task_id = $1 and name = $2", task.Value, step));

    /// <summary>Waits until a step exists and is in a state.</summary>
    public static Task<StepState?> UntilStepAsync(TaskerHarness node, TaskId task, string step, StepState wanted) => TaskerHarness.UntilAsync(
        async () => (await node.StepsAsync(task)).SingleOrDefault(s => s.Name == step)?.State, s => s == wanted, s => $"step {step} is {s}, not {wanted}");

    public static Task<OperatorOutcome> CancelAsync(TaskerHarness node, TaskId task) => new CancelTask(
        new OperatorActs(new OperatorWriter(node.Data), node.Services.GetRequiredService<IEngineSignals>(), TimeProvider.System))
        .HandleAsync(new TaskActRequest { TaskId = task, Actor = "user:ann", Reason = "no longer wanted" }, CancellationToken.None);

    public static async Task AssertCleanAsync(TaskerHarness node, bool quiescent = true)
    {
        var violations = await Checker.RunAsync(node.Data.Console, quiescent, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }

    private async Task AtGateAsync(TaskId task, CancellationToken ct)
    {
        Of(_began, task).TrySetResult();
        try
        {
            await Of(_gates, task).Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            Of(_stopped, task).TrySetResult();
            throw;
        }
    }

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> all, TaskId task) =>
        all.GetOrAdd(task.ToString(), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
