using System.Text.Json;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Tasker.Web.Samples;
using Xunit;

namespace Tasker.Tests.Runtime.Distributed;

/// <summary>
/// Every kind of workflow on the local path, on the distributed path in one process, and with worker and orchestrator apart: the tables
/// hold the same, ids, nodes and times aside.
/// </summary>
public sealed class ParityTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Order = """
        {"customer": {"name": "Ada", "email": "ada@example.org", "country": "GB"}, "lines": [{"sku": "TEA-ASSAM-250", "quantity": 2}],
         "payment_failures": 1}
        """;

    // What a task leaves, one line each. How many of its ends met in one commit is chance, and with it how often the task passed through
    // evaluation: these moves count once.
    private const string Left = """
        select string_agg(line, E'\n' order by line) from (
            select format('task %s phase %s left %s of %s active %s waiting %s failed %s ended %s', tasker.task_state_name(t.state), t.phase, t.steps_left,
                t.steps_total, t.steps_active, t.steps_waiting, t.steps_failed, t.completed_at is not null) as line
            from tasker.tasks t where t.task_id = $1
            union all
            select format('step %s %s %s attempts %s forgiven %s of %s %s waits %s lease %s retry %s inputs %s checkpoint %s result %s failure %s', s.step_no,
                d.name, d.state_name, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable, s.waits, s.lease_node, s.retry_at, s.inputs,
                s.checkpoint, s.result is not null, s.failure - 'retry_in_ms' - 'stack')
            from tasker.steps s join tasker.step_details d on d.task_id = s.task_id and d.step_no = s.step_no where s.task_id = $1
            union all
            select format('edge %s %s %s', e.from_no, e.to_no, e.name) from tasker.task_edges e where e.task_id = $1
            union all
            select distinct format('task move %s>%s %s', m.from_state, m.to_state, m.actor) from tasker.task_transitions m where m.task_id = $1
            union all
            select format('step %s move %s %s>%s attempt %s actor %s', m.step_no, row_number() over (partition by m.step_no order by m.seq, m.hop),
                m.from_state, m.to_state, m.attempt, m.actor)
            from tasker.step_transitions m where m.task_id = $1
            union all
            select format('attempt %s/%s %s measured %s failure %s', a.step_no, a.attempt, a.outcome, a.elapsed_us is not null, a.failure - 'retry_in_ms' - 'stack')
            from tasker.step_attempts a where a.task_id = $1
            union all
            select format('message %s %s', m.queue, m.step_no) from tasker.live_messages() m where m.task_id = $1
        ) all_lines
        """;

    [Theory]
    [Trait("Feature", "F072")]
    [Trait("Feature", "F074")]
    [InlineData("samples", "linear", """{"even_number": 6}""", TaskState.Complete)]
    [InlineData("samples", "diamond", """{"text": "It works. It really works well."}""", TaskState.Complete)]
    [InlineData("samples", "tree", """{"limit": 1000}""", TaskState.Complete)]
    [InlineData("samples", "mixed_dag", """{"values": [1, 2, 3, 4, 100, 6]}""", TaskState.Complete)]
    [InlineData("samples", "order_fulfilment", Order, TaskState.Complete)]
    [InlineData("samples", "data_pipeline", "{}", TaskState.Complete)]
    [InlineData("parity", "decision", "{}", TaskState.Complete)]
    [InlineData("parity", "batch", "{}", TaskState.Complete)]
    [InlineData("parity", "retry", "{}", TaskState.Complete)]
    [InlineData("parity", "failing", "{}", TaskState.BlockedByFailures)]
    [InlineData("parity", "exhausted", "{}", TaskState.BlockedByFailures)]
    [InlineData("parity", "bad_result", "{}", TaskState.BlockedByFailures)]
    [InlineData("parity", "effect", "{}", TaskState.Complete)]
    public async Task Workflow_OnEveryPath_LeavesTheSameRows(string ns, string name, string context, TaskState end)
    {
        var local = await RunAsync(ns, name, context, end, ("web,orchestrator,worker", "Local"));
        var distributed = await RunAsync(ns, name, context, end, ("web,orchestrator,worker", "Distributed"));
        var apart = await RunAsync(ns, name, context, end, ("web,orchestrator", "Local"), ("worker", "Local"));

        Assert.Contains("attempt 0/1", local, StringComparison.Ordinal);
        Assert.Equal(local, distributed);
        Assert.Equal(local, apart);
    }

    private async Task<string> RunAsync(string ns, string name, string context, TaskState end, params (string Roles, string Path)[] nodes)
    {
        var running = new List<TaskerHarness>();
        try
        {
            foreach (var (roles, path) in nodes)
            {
                running.Add(await TaskerHarness.StartAsync(
                    database.ConnectionString, Register, s => (s["Tasker:Engine:Roles"], s["Tasker:Engine:Path"]) = (roles, path)));
            }

            var node = running[0];
            if (ns == "parity") await PublishAsync(node);
            var task = await node.SubmitAsync(ns, name, JsonSerializer.Deserialize<JsonElement>(context));
            await node.WaitForAsync(task, end);
            return await node.ScalarAsync<string>(Left, task.Value);
        }
        finally
        {
            foreach (var node in running) await node.DisposeAsync();
        }
    }

    private static async Task PublishAsync(TaskerHarness node)
    {
        await node.ExecuteAsync("create table if not exists public.parity (step_id uuid)");
        await node.PublishAsync("""
            name: decision
            namespace_name: parity
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - { name: begin, handler: { callable: parity.ok } }
              - { name: choose, type: decision, dependencies: [begin], handler: { callable: parity.choose } }
              - { name: left, dependencies: [choose], handler: { callable: parity.ok } }
              - { name: right, dependencies: [choose], handler: { callable: parity.ok } }
              - { name: join, type: deferred_convergence, dependencies: [left, right], handler: { callable: parity.ok } }
            """);
        await node.PublishAsync("""
            name: batch
            namespace_name: parity
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - name: analyze
                type: batchable
                handler: { callable: parity.analyze }
                batch_config: { batch_size: 10, cursor_field: row, worker_template: process }
              - { name: process, type: batch_worker, dependencies: [analyze], handler: { callable: parity.ok } }
              - { name: total, type: deferred_convergence, dependencies: [process], handler: { callable: parity.ok } }
            """);
        foreach (var (name, callable) in new[] { ("retry", "twice"), ("failing", "permanent"), ("exhausted", "never"), ("bad_result", "no_json"), ("effect", "effect") })
        {
            await node.PublishAsync($$"""
                name: {{name}}
                namespace_name: parity
                version: "1.0.0"
                identity_strategy: always_unique
                steps:
                  - name: first
                    handler: { callable: parity.{{callable}} }
                    retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 10 }
                  - { name: then, dependencies: [first], handler: { callable: parity.ok } }
                """);
        }
    }

    private static void Register(TaskerBuilder tasker) => tasker
        .AddSamples()
        .AddHandler("parity.ok", (_, _) => Task.FromResult(StepOutcome.Success()))
        .AddHandler("parity.choose", (_, _) => Task.FromResult(DecisionOutcome.CreateSteps(["left"])))
        .AddHandler("parity.analyze", (_, _) => Task.FromResult(BatchOutcome.CreateBatches("process", BatchCursors.Ranges(30, 10), 30)))
        .AddHandler("parity.twice", (c, _) => Task.FromResult(c.Attempt < 3 ? StepOutcome.RetryableFailure("not yet") : StepOutcome.Success()))
        .AddHandler("parity.permanent", (_, _) => Task.FromResult(StepOutcome.PermanentFailure("no")))
        .AddHandler("parity.never", (_, _) => Task.FromResult(StepOutcome.RetryableFailure("not yet")))
        .AddHandler("parity.no_json", (_, _) => Task.FromResult<StepOutcome>(new StepOutcome.Succeeded("{no json")))
        .AddHandler("parity.effect", async (context, ct) =>
        {
            var transaction = await context.BeginTransactionAsync(ct);
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"insert into public.parity values ('{context.StepId.Value}')";
            await command.ExecuteNonQueryAsync(ct);
            return StepOutcome.Success();
        });
}
