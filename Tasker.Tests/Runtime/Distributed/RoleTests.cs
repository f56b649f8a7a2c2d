using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Distributed;

/// <summary>Nodes that do only a part, joined by the queues.</summary>
public sealed class RoleTests : TestDatabase
{
    [Fact]
    [Trait("Feature", "F040")]
    [Trait("Feature", "F065")]
    public async Task WebOrchestratorAndWorker_PollOnlyEveryMinute_AreWokenByEachOthersBells()
    {
        await using var worker = await StartAsync("worker", "Sixty");
        await using var orchestrator = await StartAsync("orchestrator", "Sixty");
        await using var web = await StartAsync("web", "Sixty");
        await PublishAsync(web, "a");

        var task = await web.SubmitAsync("a", "chain", new { });
        await web.WaitForAsync(task, TaskState.Complete);

        var nodes = await web.ScalarAsync<string>(
            """
            select string_agg(distinct encode(t.path, 'hex') || ' ' || n.roles, ', ' order by encode(t.path, 'hex') || ' ' || n.roles)
            from tasker.moves t join tasker.nodes n on n.node_id = t.node_id where t.task_id = $1 and t.step_no is not null
            """,
            task.Value);
        // Queued by web and orchestrator, claimed and handed over by the worker, completed by the orchestrator.
        Assert.Equal("0102 orchestrator, 0102 web, 0203 worker, 0304 worker, 0407 orchestrator", nodes);
    }

    [Fact]
    [Trait("Feature", "F038")]
    public async Task WorkerOfOneNamespace_WorkInAnother_IsLeftAlone()
    {
        await using var web = await StartAsync("web,orchestrator", "Fast");
        await using var workerA = await StartAsync("worker", "Fast", "a");
        await PublishAsync(web, "a");
        await PublishAsync(web, "b");

        var b = await web.SubmitAsync("b", "chain", new { });
        for (var i = 0; i < 5; i++) await web.WaitForAsync(await web.SubmitAsync("a", "chain", new { i }), TaskState.Complete);
        Assert.Equal((StepState.Enqueued, (short)0), ((await web.StepAsync(b, "one")).State, (await web.StepAsync(b, "one")).Attempts));

        await using var workerB = await StartAsync("worker", "Fast", "b");
        await web.WaitForAsync(b, TaskState.Complete);
    }

    [Fact]
    [Trait("Feature", "F065")]
    public async Task OrchestratorAlone_StartsNoHandler()
    {
        await using var orchestrator = await StartAsync("orchestrator", "Fast");
        await PublishAsync(orchestrator, "a");
        var task = await orchestrator.SubmitAsync("a", "chain", new { });
        await using var worker = await StartAsync("worker", "Fast");

        await worker.WaitForAsync(task, TaskState.Complete);

        Assert.Equal("worker", await worker.ScalarAsync<string>(
            "select string_agg(distinct n.roles, ',') from tasker.step_attempts a join tasker.nodes n on n.node_id = a.node_id where a.task_id = $1", task.Value));
    }

    private Task<TaskerHarness> StartAsync(string roles, string pace, string? ns = null) => TaskerHarness.StartAsync(
        ConnectionString,
        Register,
        s =>
        {
            s["Tasker:Engine:Roles"] = roles;
            s["Tasker:Engine:PollInterval"] = pace == "Fast" ? "00:00:00.100" : "00:01:00";
            if (ns is not null) s["Tasker:Worker:Namespaces:0"] = ns;
        });

    private static void Register(TaskerBuilder tasker) => tasker.AddHandler("ok", (_, _) => Task.FromResult(StepOutcome.Success()));

    private static Task<Tasker.Runtime.Templates.TemplateRef> PublishAsync(TaskerHarness node, string ns) => node.PublishAsync($$"""
        name: chain
        namespace_name: {{ns}}
        version: "1.0.0"
        steps:
          - { name: one, handler: { callable: ok } }
          - { name: two, dependencies: [one], handler: { callable: ok } }
        """);
}
