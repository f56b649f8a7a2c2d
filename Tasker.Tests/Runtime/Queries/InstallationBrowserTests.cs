using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Queries;

public sealed class InstallationBrowserTests : BrowserTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task QueueBrowser_FullAndEmptyQueues_HaveDepthAndAge()
    {
        var template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        await CreateAsync(0, NewTask(template), NewTask(template));
        using var browser = new QueueBrowser(new QueueReads(Source), _clock);

        var queues = await browser.ListAsync(default);

        var full = Assert.Single(queues, q => q.Name == "worker_tests_queue");
        Assert.Equal((2, "tests", 0, true), (full.Depth, full.Namespace, full.Tier, full.IsExact));
        Assert.True(full.Oldest > TimeSpan.Zero);
        Assert.Null(Assert.Single(queues, q => q.Name == "orchestration_step_results").Oldest);
    }

    [Fact]
    public async Task QueueBrowser_MoreThanIsCounted_StopsAndSaysSo()
    {
        await PublishAsync(TemplateText.Minimal);
        await ExecuteAsync("insert into pgmq.q_worker_tests_queue (vt, message) select now(), '{}' from generate_series(1, 10500)");
        using var browser = new QueueBrowser(new QueueReads(Source), _clock);

        var queue = Assert.Single(await browser.ListAsync(default), q => q.Name == "worker_tests_queue");

        Assert.Equal((QueueItem.MostCounted, false, 3), (queue.Depth, queue.IsExact, queue.Tier));
    }

    [Fact]
    public async Task QueueBrowser_AskedAgainWithinASecond_AnswersTheSame()
    {
        using var browser = new QueueBrowser(new QueueReads(Source), _clock);
        var first = await browser.ListAsync(default);

        var shared = await browser.ListAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(first, shared);
        Assert.NotSame(first, await browser.ListAsync(default));
    }

    [Fact]
    public async Task WorkerBrowser_LiveAndStoppedNodes_AreToldApart()
    {
        await ExecuteAsync("""
            insert into tasker.nodes (instance, host, pid, roles, namespaces, started_at, renewed_at, lease_until, stopped_at, stats)
            values (gen_random_uuid(), 'gone', 2, 'worker', '["shop"]', now(), now(), now() - interval '1 minute', now(), '{"busy": 3}')
            """);
        using var browser = new WorkerBrowser(new NodeReads(Source), _clock);

        var nodes = await browser.ListAsync(default);

        Assert.Equal([("test", true), ("gone", false)], nodes.Select(n => (n.Host, n.IsLive)));
        Assert.Equal(["orchestrator", "worker"], nodes[0].Roles);
        Assert.Null(nodes[0].Namespaces);
        Assert.Equal(["shop"], nodes[1].Namespaces);
        Assert.Equal("""{"busy": 3}""", nodes[1].StatsJson);
    }

    [Fact]
    [Trait("Feature", "F097")]
    public async Task TemplateBrowser_TwoVersions_AreOneTemplateWithItsTextAndEdges()
    {
        var old = await PublishAsync(TemplateText.Steps(("a", []), ("b", ["a"])));
        var current = await PublishAsync(TemplateText.Steps(("a", []), ("b", ["a"])).Replace("1.0.0", "1.1.0"));
        using var counter = new WorkCounter(Projection, new CountReads(Source, _clock), _clock);
        var browser = new TemplateBrowser(Templates, counter);

        var summary = Assert.Single(await browser.ListAsync(default));
        var detail = (await browser.GetAsync("tests", "graph", null, default))!;

        Assert.Equal((current.TemplateId, 2), (summary.Default.TemplateId, summary.Versions.Count));
        Assert.Null(summary.Tasks);
        Assert.Equal("1.1.0", detail.Version.Version);
        Assert.Equal([new StepEdge(0, 1, "provides")], detail.Edges);
        Assert.Equal(["a", "b"], detail.Steps.Select(s => s.Name));
        Assert.Contains("version: 1.0.0", (await browser.GetAsync(old.TemplateId, default))!.Source);
        Assert.Null(await browser.GetAsync("tests", "graph", "7.0.0", default));
    }

    [Fact]
    public async Task CommandBrowser_OfATaskAndOfAll_PagesNewestFirst()
    {
        var task = TaskId.New(TimeProvider.System);
        await ExecuteAsync($"""
            insert into tasker.operator_commands (command_id, kind, task_id, actor, requested_at, outcome)
            select ('01999999-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'step.retry', case when n % 2 = 0 then '{task}'::uuid end, 'user:ann', now(), 'applied'
            from generate_series(1, 6) n
            """);
        var browser = new CommandBrowser(new CommandReads(Source));

        var first = await browser.ListAsync(new PageRequest(4), default);
        var second = await browser.ListAsync(new PageRequest(4, first.Older), default);
        var own = await Tasks.CommandsAsync(task, new PageRequest(), default);

        Assert.Equal((4, 2, 3), (first.Items.Count, second.Items.Count, own.Items.Count));
        Assert.All(own.Items, c => Assert.Equal(task, c.TaskId));
        Assert.EndsWith("6", first.Items[0].CommandId.ToString());
        Assert.Equal("cursor", (await Tasks.CommandsAsync(task, new PageRequest(4, first.Older), default)).Problem!.Field);
    }
}
