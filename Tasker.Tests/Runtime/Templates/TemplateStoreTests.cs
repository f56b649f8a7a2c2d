using Tasker.Data.Reads;
using Tasker.Runtime.Templates;
using Tasker.Tests.Support;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Templates;

public sealed class TemplateStoreTests : WorkflowDatabase
{
    private const string Branching = """
        name: branching
        namespace_name: Shop
        version: 1.0.0
        steps:
          - name: start
            handler: { callable: t.start }
          - name: decide
            type: decision
            handler: { callable: t.decide }
            dependencies: [start]
          - name: left
            handler: { callable: t.left }
            dependencies: [decide]
          - name: right
            handler: { callable: t.right }
            dependencies: [decide]
          - name: join
            type: deferred_convergence
            handler: { callable: t.join }
            dependencies: [left, right]
          - name: report
            handler: { callable: t.report }
            dependencies: [join, start]
          - name: audit
            handler: { callable: t.audit }
            dependencies: [start]

        """;

    [Fact]
    [Trait("Feature", "F002")]
    public async Task PublishAsync_SameTextByFiftyAtOnce_MakesOneVersionAndOneQueue()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Store().PublishAsync(new PublishRequest(TemplateText.Minimal, "user:ann"), default)));

        Assert.Single(outcomes.OfType<PublishOutcome.Published>());
        Assert.Equal(49, outcomes.OfType<PublishOutcome.Unchanged>().Count());
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from tasker.templates"));
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from tasker.namespaces"));
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from pgmq.meta where queue_name = 'worker_tests_queue'"));
    }

    [Fact]
    [Trait("Feature", "F002")]
    public async Task PublishAsync_DifferentVersionsByFiftyAtOnce_LeavesOneDefault()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => PublishAsync(TemplateText.Minimal.Replace("1.0.0", $"1.0.{n}"))));

        Assert.Equal(50, await ScalarAsync<long>("select count(*) from tasker.templates"));
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from tasker.templates where is_default"));
    }

    [Fact]
    [Trait("Feature", "F098")]
    public async Task PublishAsync_SameVersionOtherText_IsAConflictWithAFreeVersion()
    {
        var first = await PublishAsync(TemplateText.Minimal);
        await PublishAsync(TemplateText.Minimal.Replace("1.0.0", "1.0.1"));

        var outcome = await Store().PublishAsync(new PublishRequest(TemplateText.Minimal + "# changed\n", "user:bob"), default);

        var conflict = Assert.IsType<PublishOutcome.Conflict>(outcome);
        Assert.Equal(("1.0.2", first.TemplateId), (conflict.SuggestedVersion, conflict.Version.TemplateId));
        Assert.Equal(TemplateText.Minimal, await ScalarAsync<string>($"select source from tasker.templates where template_id = {first.TemplateId}"));
    }

    [Fact]
    [Trait("Feature", "F002")]
    public async Task PublishAsync_InvalidText_GivesProblemsAndStoresNothing()
    {
        var outcome = await Store().PublishAsync(new PublishRequest("name: x\nsteps: []\n", "user:bob"), default);

        Assert.Contains(Assert.IsType<PublishOutcome.Invalid>(outcome).Problems, p => p is { Severity: ProblemSeverity.Error, Line: > 0 });
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from tasker.namespaces"));
    }

    [Fact]
    [Trait("Feature", "F036")]
    public async Task PublishAsync_DecisionAndConvergence_CreatesOnlyTheStepsThatNoDecisionHolds()
    {
        var version = await PublishAsync(Branching.Replace("Shop", "shop"));
        var steps = await Templates.StepsAsync(version.TemplateId, default);

        Assert.Equal(["start", "decide", "audit"], steps.Where(s => s.IsInitial).Select(s => s.Name));
        Assert.Equal(
            [("start", 0, 0), ("decide", 1, 1), ("left", 1, 2), ("right", 1, 2), ("join", 0, 3), ("report", 1, 4), ("audit", 1, 1)],
            steps.Select(s => (s.Name, s.Waits, s.Level)));
        Assert.Equal(
            [new StepEdge(0, 1, "provides"), new StepEdge(0, 5, "provides"), new StepEdge(0, 6, "provides"), new StepEdge(1, 2, "provides"),
                new StepEdge(1, 3, "provides"), new StepEdge(2, 4, "provides"), new StepEdge(3, 4, "provides"), new StepEdge(4, 5, "provides")],
            await Templates.EdgesAsync(version.TemplateId, default));
        var created = await CreateAsync(0, NewTask(version.TemplateId));
        Assert.Equal(3, await ScalarAsync<int>("select steps_total from tasker.tasks"));
        Assert.Single(created.Created);
    }

    [Fact]
    [Trait("Feature", "F003")]
    public async Task PublishAsync_SameStepNameInTwoTemplates_KeepsTheirSettingsApart()
    {
        var one = await PublishAsync(TemplateText.WithStep("retry: { max_attempts: 7 }"));
        var two = await PublishAsync(TemplateText.WithStep("retry: { retryable: false, max_attempts: 2 }").Replace("name: minimal", "name: other"));

        var first = Assert.Single(await Templates.StepsAsync(one.TemplateId, default));
        var second = Assert.Single(await Templates.StepsAsync(two.TemplateId, default));

        Assert.Equal(("only", 7, true), (first.Name, first.MaxAttempts, first.Retryable));
        Assert.Equal(("only", 2, false), (second.Name, second.MaxAttempts, second.Retryable));
    }

    [Fact]
    [Trait("Feature", "F098")]
    public async Task SetDefaultAsync_OlderVersion_IsWhatRequestsWithoutAVersionGet()
    {
        var old = await PublishAsync(TemplateText.Minimal);
        var current = await PublishAsync(TemplateText.Minimal.Replace("1.0.0", "2.0.0"));
        var catalog = Catalog;
        var before = await catalog.GetAsync("tests", "minimal", null, default);
        var store = new TemplateStore(Templates, catalog, Engine, TimeProvider.System);

        Assert.True(await store.SetDefaultAsync("tests", "minimal", "1.0.0", default));
        var after = await catalog.GetAsync("tests", "minimal", null, default);

        Assert.Equal((current.TemplateId, old.TemplateId), (before!.TemplateId, after!.TemplateId));
        Assert.False(await store.SetDefaultAsync("tests", "minimal", "9.9.9", default));
        Assert.Equal("1.0.0", await ScalarAsync<string>("select version from tasker.templates where is_default"));
    }

    [Fact]
    [Trait("Feature", "F098")]
    public async Task PublishAsync_NotAsDefault_LeavesTheDefault()
    {
        await PublishAsync(TemplateText.Minimal);
        await Store().PublishAsync(new PublishRequest(TemplateText.Minimal.Replace("1.0.0", "2.0.0"), "user:ann", MakeDefault: false), default);

        Assert.Equal("1.0.0", (await Templates.FindAsync("tests", "minimal", null, default))!.Version.Version);
    }
}
