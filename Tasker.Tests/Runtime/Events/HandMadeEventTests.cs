using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Events;

/// <summary>What a person's completion of a step publishes, and what other acts do not.</summary>
[Trait("Feature", "F125")]
public sealed class HandMadeEventTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Declared = """
                  - { name: on.success, condition: success }
                  - { name: on.failure, condition: failure }
                  - { name: on.always, condition: always }
                  - { name: on.fast, condition: success, delivery_mode: fast }
                  - { name: on.both, condition: success, delivery_mode: broadcast }
        """;

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task CompleteStep_FailedStep_PublishesItsSuccessWithTheGivenResult(string path)
    {
        await using var run = await StartAsync($"hand_{path.ToLowerInvariant()}", path);
        var task = await run.RunAsync(TaskState.BlockedByFailures, fails: 9, permanent: true);

        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(run, task));
        await run.Node.WaitForAsync(task, TaskState.Complete);

        var queue = await run.QueueAsync(5);
        await run.SettledAsync();
        Assert.Equal(
            ["on.always", "on.always", "on.both", "on.failure", "on.success"],
            queue.Select(e => e.GetProperty("event_name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(5, queue.Select(e => e.GetProperty("event_id").GetGuid()).Distinct().Count());
        var payload = queue.Single(e => e.GetProperty("event_name").GetString() == "on.success").GetProperty("payload");
        Assert.Equal(7, payload.GetProperty("payload").GetProperty("amount").GetInt32());
        Assert.True(payload.GetProperty("execution_result").GetProperty("success").GetBoolean());
        Assert.Equal(1, payload.GetProperty("task_sequence_step").GetProperty("attempt").GetInt32());
        Assert.Equal(2, payload.GetProperty("task_sequence_step").GetProperty("max_attempts").GetInt32());
        Assert.Empty(run.Fast);
        Assert.Empty(await Checker.RunAsync(run.Node.Data.Console, quiescent: false, CancellationToken.None));
    }

    [Fact]
    public async Task CompleteStep_ConflictAndRepeatedKey_WriteNoEvent()
    {
        await using var run = await StartAsync("hand_once", "Local");
        var task = await run.RunAsync(TaskState.BlockedByFailures, fails: 9, permanent: true);

        Assert.IsType<OperatorOutcome.Conflict>(await CompleteAsync(run, task, expected: StepState.Pending));
        Assert.Equal(2, await CountAsync(run, task));
        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(run, task, key: "once"));
        Assert.IsType<OperatorOutcome.Replayed>(await CompleteAsync(run, task, key: "once"));

        Assert.Equal(5, await CountAsync(run, task));
    }

    [Fact]
    public async Task CompleteStep_SentBackAndCompletedAgain_PublishesAgain()
    {
        await using var run = await StartAsync("hand_again", "Local");
        await run.Node.PublishAsync("""
            name: hand_twice
            namespace_name: ev_hand_again
            version: "1.0.0"
            steps:
              - { name: charge, handler: { callable: events.step }, publishes_events: [{ name: charged }], retry: { retryable: false, max_attempts: 1 } }
              - { name: ship, handler: { callable: events.step }, dependencies: [charge], retry: { retryable: false, max_attempts: 1 } }
            """);
        var task = await run.Node.SubmitAsync("ev_hand_again", "hand_twice", new { fails = 9, permanent = true });
        await run.Node.WaitForStepAsync(task, "charge", StepState.Error);
        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(run, task));
        await run.Node.WaitForStepAsync(task, "ship", StepState.Error);

        var back = new RetryInputsRequest { StepId = task.Step(0), Actor = "user:ana", Reason = "that was the wrong amount" };
        Assert.IsType<OperatorOutcome.Applied>(await run.Node.Services.GetRequiredService<RetryDownstream>().HandleAsync(back, CancellationToken.None));
        await run.Node.WaitForStepAsync(task, "charge", StepState.Error);
        Assert.IsType<OperatorOutcome.Applied>(await CompleteAsync(run, task));

        Assert.Equal(2, await CountAsync(run, task));
    }

    [Theory]
    [InlineData("resolve")]
    [InlineData("skip")]
    public async Task OtherEnds_ByHand_PublishNothing(string act)
    {
        await using var run = await StartAsync($"hand_{act}", "Local");
        var task = await run.RunAsync(TaskState.BlockedByFailures, fails: 9, permanent: true);
        var request = new StepActRequest { StepId = task.Step(0), Actor = "user:ana", Reason = "not wanted any more" };

        var outcome = act == "skip"
            ? await run.Node.Services.GetRequiredService<SkipStep>().HandleAsync(request, CancellationToken.None)
            : await run.Node.Services.GetRequiredService<ResolveStep>().HandleAsync(request, CancellationToken.None);

        Assert.IsType<OperatorOutcome.Applied>(outcome);
        await run.Node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal(2, await CountAsync(run, task));
    }

    private Task<EventRun> StartAsync(string name, string path) =>
        EventRun.StartAsync(database.ConnectionString, name, Declared, path, b => b.Services.AddTaskerQueries().AddTaskerOperations());

    private static Task<OperatorOutcome> CompleteAsync(EventRun run, TaskId task, StepState? expected = null, string? key = null) =>
        run.Node.Services.GetRequiredService<CompleteStep>().HandleAsync(
            new CompleteStepRequest
            {
                StepId = task.Step(0), Actor = "user:ana", Reason = "paid by phone", ExpectedState = expected, IdempotencyKey = key, ResultJson = """{"amount": 7}""",
            },
            CancellationToken.None);

    private static Task<long> CountAsync(EventRun run, TaskId task) =>
        run.Node.ScalarAsync<long>("select count(*) from tasker.domain_events where task_id = $1", task.Value);
}
