using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>What handlers see after a person's act, and what a person's result must be; with the engine running, on both paths.</summary>
public sealed class HandMadeResultTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private int _count;

    [Theory]
    [Trait("Feature", "F122")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task RetryDownstream_ResultChanges_StepsBelowReadTheNewOne(string path)
    {
        await using var node = await StartAsync(path);
        await using var other = await StartAsync(path);
        var task = await SubmitAsync(node, "recount", path, """
            steps:
              - { name: count, handler: { callable: count } }
              - { name: copy, handler: { callable: copy }, dependencies: [count] }
              - { name: last, handler: { callable: fails_once }, dependencies: [copy], retry: { retryable: false, max_attempts: 1 } }
            """);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        var before = (await node.StepAsync(task, "copy")).Result;

        Assert.IsType<OperatorOutcome.Applied>(await Get<RetryDownstream>(node).HandleAsync(Inputs(await IdAsync(node, task, "count"), null), default));
        await node.WaitForAsync(task, TaskState.Complete);

        var (count, copy, last) = (await node.StepAsync(task, "count"), await node.StepAsync(task, "copy"), await node.StepAsync(task, "last"));
        Assert.NotEqual(before, copy.Result);
        Assert.Equal(count.Result, copy.Result);
        Assert.Equal(count.Result, last.Result);
        await AssertConsistentAsync(node);
    }

    [Theory]
    [Trait("Feature", "F122")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task RetryWithInputs_FailedStep_ItsHandlerAloneSeesThem(string path)
    {
        await using var node = await StartAsync(path);
        var task = await SubmitAsync(node, "edited", path, """
            input_schema: { type: object, properties: { amount: { type: integer } } }
            steps:
              - { name: first, handler: { callable: positive }, retry: { retryable: false, max_attempts: 1 } }
              - { name: second, handler: { callable: amount }, dependencies: [first] }
            """);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        var first = await IdAsync(node, task, "first");

        var misfit = Assert.IsType<OperatorOutcome.Refused>(await Get<RetryWithInputs>(node).HandleAsync(Inputs(first, """{"amount": "x"}"""), default));
        Assert.Equal("/amount", Assert.Single(misfit.Problems).Pointer);
        Assert.IsType<OperatorOutcome.Applied>(await Get<RetryWithInputs>(node).HandleAsync(Inputs(first, """{"amount": 5}"""), default));
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal("""{"amount": 5}""", (await node.StepAsync(task, "first")).Result);
        Assert.Equal("""{"amount": -1}""", (await node.StepAsync(task, "second")).Result);
    }

    [Fact]
    [Trait("Feature", "F028")]
    public async Task CompleteStep_ResultThatDoesNotFitTheSchema_IsRefusedPlaceByPlace()
    {
        await using var node = await StartAsync("Local");
        var task = await SubmitAsync(node, "schema", "Local", """
            steps:
              - name: only
                handler: { callable: broken }
                result_schema: { type: object, required: [total], properties: { total: { type: number }, items: { type: array, items: { type: string } } } }
            """);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        var step = await IdAsync(node, task, "only");

        var refused = Assert.IsType<OperatorOutcome.Refused>(await CompleteAsync(node, step, """{"items": ["a", 1]}"""));

        Assert.Equal(["", "/items/1"], refused.Problems.Select(p => p.Pointer).Order(StringComparer.Ordinal));
        Assert.Equal(StepState.Error, (await node.StepAsync(task, "only")).State);
        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(node, step, """{"total": 3}"""));
        Assert.Equal(TaskState.Complete, await node.StateAsync(task));
    }

    [Theory]
    [Trait("Feature", "F028")]
    [InlineData("Local", """{"decision_point_outcome": {"type": "create_steps", "step_names": ["left"]}}""", "begin,decide,left,join")]
    [InlineData("Distributed", """{"decision_point_outcome": {"type": "create_steps", "step_names": ["left", "right"]}}""", "begin,decide,left,right,join")]
    [InlineData("Local", """{"decision_point_outcome": {"type": "no_branches"}}""", "begin,decide,join")]
    [InlineData("Local", null, "begin,decide,join")]
    public async Task Decision_EndedByHand_ItsOutcomeIsCarriedOut(string path, string? result, string expected)
    {
        await using var node = await StartAsync(path);
        var task = await SubmitAsync(node, "decided", path, Decided);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        var step = await IdAsync(node, task, "decide");

        var outcome = result is null ? await Get<SkipStep>(node).HandleAsync(Request(step), default) : await CompleteAsync(node, step, result);
        Assert.IsType<OperatorOutcome.Applied>(outcome);
        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(expected.Split(','), (await node.StepsAsync(task)).Select(s => s.Name));
        await AssertConsistentAsync(node);
    }

    [Theory]
    [Trait("Feature", "F028")]
    [InlineData("{}", "decision_point_outcome")]
    [InlineData("""{"decision_point_outcome": {"type": "create_steps", "step_names": ["nowhere"]}}""", "nowhere")]
    public async Task Decision_CompletedWithAnOutcomeThatCannotBeCarriedOut_IsRefusedAndRecorded(string result, string named)
    {
        await using var node = await StartAsync("Local");
        var task = await SubmitAsync(node, "undecided", "Local", Decided);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var refused = Assert.IsType<OperatorOutcome.Refused>(await CompleteAsync(node, await IdAsync(node, task, "decide"), result));

        Assert.Contains(named, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await node.StepsAsync(task)).Count);
        Assert.Equal("refused", await node.ScalarAsync<string>("select outcome from tasker.operator_commands where task_id = $1", task.Value));
    }

    [Fact]
    [Trait("Feature", "F028")]
    public async Task Decision_CompletedByTwentyOperatorsAtOnce_OneSetOfStepsExists()
    {
        await using var node = await StartAsync("Local");
        var task = await SubmitAsync(node, "contended", "Local", Decided);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);
        var step = await IdAsync(node, task, "decide");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => CompleteAsync(
            node, step, Choice(i % 2 == 0 ? "left" : "right")))));

        Assert.Single(outcomes.OfType<OperatorOutcome.Applied>());
        Assert.Equal(19, outcomes.OfType<OperatorOutcome.Conflict>().Count(c => c.By == "user:ana"));
        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(4, (await node.StepsAsync(task)).Count);
        await AssertConsistentAsync(node);
    }

    [Fact]
    [Trait("Feature", "F122")]
    public async Task RetryDownstream_DecisionBelowHasDecided_IsRefused()
    {
        await using var node = await StartAsync("Local");
        var task = await SubmitAsync(node, "branched", "Local", """
            steps:
              - { name: begin, handler: { callable: count } }
              - { name: decide, type: decision, handler: { callable: left }, dependencies: [begin] }
              - { name: left, handler: { callable: broken }, dependencies: [decide] }
            """);
        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var refused = Assert.IsType<OperatorOutcome.Refused>(
            await Get<RetryDownstream>(node).HandleAsync(Inputs(await IdAsync(node, task, "begin"), null), default));

        Assert.StartsWith("step decide has decided", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<OperatorOutcome.Applied>(await Get<RetryDownstream>(node).HandleAsync(Inputs(await IdAsync(node, task, "left"), null), default));
    }

    private const string Decided = """
        steps:
          - { name: begin, handler: { callable: count } }
          - { name: decide, type: decision, handler: { callable: broken }, dependencies: [begin] }
          - { name: left, handler: { callable: count }, dependencies: [decide] }
          - { name: right, handler: { callable: count }, dependencies: [decide] }
          - { name: join, type: deferred_convergence, handler: { callable: count }, dependencies: [left, right] }
        """;

    private static string Choice(string branch) =>
        JsonSerializer.Serialize(new { decision_point_outcome = new { type = "create_steps", step_names = new[] { branch } } });

    private static T Get<T>(TaskerHarness node)
        where T : notnull => node.Services.GetRequiredService<T>();

    private static StepActRequest Request(StepId step) => new() { StepId = step, Actor = "user:ana", Reason = "because" };

    private static RetryInputsRequest Inputs(StepId step, string? json) => new() { StepId = step, Actor = "user:ana", Reason = "because", InputsJson = json };

    private static Task<OperatorOutcome> CompleteAsync(TaskerHarness node, StepId step, string result) => Get<CompleteStep>(node).HandleAsync(
        new CompleteStepRequest { StepId = step, Actor = "user:ana", Reason = "because", ExpectedState = StepState.Error, ResultJson = result }, default);

    private static async Task<StepId> IdAsync(TaskerHarness node, TaskId task, string name) => task.Step(
        await node.ScalarAsync<int>("select step_no from tasker.step_details where task_id = $1 and name = $2", task.Value, name));

    private static async Task<TaskId> SubmitAsync(TaskerHarness node, string name, string path, string body)
    {
        await node.PublishAsync($"name: {name}_{path.ToLowerInvariant()}\nnamespace_name: hands\nversion: \"1.0.0\"\nidentity_strategy: always_unique\n{body}");
        return await node.SubmitAsync("hands", $"{name}_{path.ToLowerInvariant()}", new { amount = -1 });
    }

    private Task<TaskerHarness> StartAsync(string path) => TaskerHarness.StartAsync(
        database.ConnectionString,
        b =>
        {
            b.AddHandler("count", (_, _) => Task.FromResult(StepOutcome.Success(new { n = Interlocked.Increment(ref _count) })));
            b.AddHandler("copy", (context, _) => Task.FromResult(StepOutcome.Success(context.Results["count"])));
            b.AddHandler("fails_once", (context, _) => Task.FromResult(
                context.Execution == 1 ? StepOutcome.PermanentFailure("first time") : StepOutcome.Success(context.Results["count"])));
            b.AddHandler("positive", (context, _) => Task.FromResult(
                context.GetInput("amount", 0) > 0 ? StepOutcome.Success(context.Input) : StepOutcome.PermanentFailure("not positive")));
            b.AddHandler("amount", (context, _) => Task.FromResult(StepOutcome.Success(context.Input)));
            b.AddHandler("broken", (_, _) => Task.FromResult(StepOutcome.PermanentFailure("no")));
            b.AddHandler("left", (_, _) => Task.FromResult(StepOutcome.Success(JsonElement.Parse(Choice("left")))));
            b.Services.AddTaskerOperations();
        },
        s => s["Tasker:Engine:Path"] = path);

    private static async Task AssertConsistentAsync(TaskerHarness node)
    {
        var violations = await Checker.RunAsync(node.Data.Console, quiescent: false, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }
}
