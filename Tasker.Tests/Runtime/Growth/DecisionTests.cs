using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

public sealed class DecisionTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Approval = """
        name: approval
        namespace_name: decisions
        version: 1.0.0
        steps:
          - { name: validate, handler: { callable: ok } }
          - { name: routing, type: decision, dependencies: [validate], handler: { callable: route } }
          - { name: auto_approve, dependencies: [routing], handler: { callable: ok } }
          - { name: manager, dependencies: [routing], handler: { callable: ok } }
          - { name: finance, dependencies: [routing], handler: { callable: ok } }
          - { name: finish, type: deferred_convergence, dependencies: [auto_approve, manager, finance], handler: { callable: join } }
          - { name: notify, dependencies: [finish], handler: { callable: ok } }
        """;

    private const string Nested = """
        name: nested
        namespace_name: decisions
        version: 1.0.0
        steps:
          - { name: begin, handler: { callable: ok } }
          - { name: first, type: decision, dependencies: [begin], handler: { callable: first } }
          - { name: direct, dependencies: [first], handler: { callable: ok } }
          - { name: second, type: decision, dependencies: [first], handler: { callable: second } }
          - { name: left, dependencies: [second], handler: { callable: ok } }
          - { name: right, dependencies: [second], handler: { callable: ok } }
          - { name: finish, type: deferred_convergence, dependencies: [direct, left, right], handler: { callable: join } }
        """;

    [Theory]
    [Trait("Feature", "F081")]
    [InlineData(500, "Local", "validate,routing,auto_approve,finish,notify")]
    [InlineData(2500, "Local", "validate,routing,manager,finish,notify")]
    [InlineData(7500, "Local", "validate,routing,manager,finance,finish,notify")]
    [InlineData(500, "Distributed", "validate,routing,auto_approve,finish,notify")]
    [InlineData(2500, "Distributed", "validate,routing,manager,finish,notify")]
    [InlineData(7500, "Distributed", "validate,routing,manager,finance,finish,notify")]
    public async Task Approval_ByAmount_OnlyChosenStepsExist(int amount, string path, string expected)
    {
        await using var node = await StartAsync(path);
        await node.PublishGrownAsync(Approval);
        var task = await node.SubmitAsync("decisions", "approval", new { amount, path });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(expected.Split(','), await node.NamesAsync(task));
        var chosen = expected.Split(',').Except(["validate", "routing", "finish", "notify"]);
        Assert.Equal(chosen, (await node.StepAsync(task, "finish")).ResultJson.GetProperty("joined").EnumerateArray().Select(j => j.GetString()!));
        await node.AssertCountersAsync(task);
    }

    [Theory]
    [Trait("Feature", "F082")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task NoBranches_Convergence_RunsWithoutBranchesAndTaskCompletes(string path)
    {
        await using var node = await StartAsync(path);
        await node.PublishGrownAsync(Approval);
        var task = await node.SubmitAsync("decisions", "approval", new { amount = 0, path });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(["validate", "routing", "finish", "notify"], await node.NamesAsync(task));
        await node.AssertCountersAsync(task);
    }

    [Theory]
    [Trait("Feature", "F084")]
    [InlineData(-1, "Local", "ghost")]
    [InlineData(-1, "Distributed", "ghost")]
    [InlineData(-2, "Local", "validate")]
    [InlineData(-3, "Local", "decision_point_outcome")]
    public async Task WrongOutcome_Decision_FailsForGoodNamingIt(int amount, string path, string named)
    {
        await using var node = await StartAsync(path);
        await node.PublishGrownAsync(Approval);
        var task = await node.SubmitAsync("decisions", "approval", new { amount, path });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var decision = await node.StepAsync(task, "routing");
        Assert.Equal(StepState.Error, decision.State);
        Assert.Contains(named, decision.FailureJson.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, decision.Attempts);
        Assert.Equal(["validate", "routing"], await node.NamesAsync(task));
        await node.AssertCountersAsync(task);
    }

    [Theory]
    [Trait("Feature", "F083")]
    [InlineData("direct", "", "begin,first,direct,finish")]
    [InlineData("direct,second", "left", "begin,first,direct,second,left,finish")]
    [InlineData("second", "left,right", "begin,first,second,left,right,finish")]
    [InlineData("second", "", "begin,first,second,finish")]
    public async Task Nested_Convergence_WaitsForTheLastDecision(string first, string second, string expected)
    {
        await using var node = await StartAsync("Local");
        await node.PublishGrownAsync(Nested);
        var task = await node.SubmitAsync("decisions", "nested", new { first, second });

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(expected.Split(','), await node.NamesAsync(task));
        await node.AssertCountersAsync(task);
    }

    private Task<TaskerHarness> StartAsync(string path) =>
        TaskerHarness.StartAsync(database.ConnectionString, Handlers, s => s["Tasker:Engine:Path"] = path);

    private static void Handlers(TaskerBuilder tasker)
    {
        tasker.AddHandler("ok", (_, _) => Task.FromResult(StepOutcome.Success(new { done = true })));
        tasker.AddHandler("join", (context, _) => Task.FromResult(StepOutcome.Success(new
        {
            joined = context.Results.Keys.Where(k => k is "auto_approve" or "manager" or "finance" or "direct" or "left" or "right"),
        })));
        tasker.AddHandler("route", (context, _) => Task.FromResult(context.GetInput("amount", 0) switch
        {
            -1 => DecisionOutcome.CreateSteps(["manager", "ghost"]),
            -2 => DecisionOutcome.CreateSteps(["validate"]),
            -3 => StepOutcome.Success(new { done = true }),
            0 => DecisionOutcome.NoBranches("nothing to approve"),
            < 1000 => DecisionOutcome.CreateSteps(["auto_approve"]),
            < 5000 => DecisionOutcome.CreateSteps(["manager"], new { limit = 5000 }),
            _ => DecisionOutcome.CreateSteps(["manager", "finance"]),
        }));
        foreach (var name in new[] { "first", "second" })
        {
            tasker.AddHandler(name, (context, _) =>
            {
                var names = context.GetInput(name, "").Split(',', StringSplitOptions.RemoveEmptyEntries);
                return Task.FromResult(names.Length == 0 ? DecisionOutcome.NoBranches() : DecisionOutcome.CreateSteps(names));
            });
        }
    }
}
