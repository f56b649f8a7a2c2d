using Tasker.Data.Workflow;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>What becomes of a task whose handler fails.</summary>
public sealed class RetryTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    [Theory]
    [Trait("Feature", "F061")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task FailingStep_SucceedsOnThirdAttempt_TaskCompletesAndAttemptsAreCounted(string path)
    {
        await using var tasker = await TaskerHarness.StartAsync(
            database.ConnectionString,
            b => b.AddHandler("third", (context, _) => Task.FromResult(
                context.Attempt < 3 ? StepOutcome.RetryableFailure($"attempt {context.Attempt}") : StepOutcome.Success(new { context.Attempt, context.IsRetry, context.IsLastAttempt }))),
            s => s["Tasker:Engine:Path"] = path);
        var name = "third_" + path.ToLowerInvariant();
        await tasker.PublishAsync($$"""
            name: {{name}}
            namespace_name: retries
            version: "1.0.0"
            steps:
              - name: only
                handler: { callable: third }
                retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 20 }
            """);

        var task = await tasker.SubmitAsync("retries", name, new { });
        await tasker.WaitForAsync(task, TaskState.Complete);

        var step = await tasker.StepAsync(task, "only");
        Assert.Equal(3, step.Attempts);
        Assert.Equal("""{"attempt": 3, "is_retry": true, "is_last_attempt": true}""", step.Result);
        Assert.Equal(3, await tasker.ScalarAsync<long>("select count(*) from tasker.step_attempts where task_id = $1", task.Value));
    }

    [Fact]
    [Trait("Feature", "F061")]
    public async Task FailingStep_PermanentFailure_BlocksTheTaskAfterOneAttempt()
    {
        await using var tasker = await TaskerHarness.StartAsync(
            database.ConnectionString, b => b.AddHandler("declines", (_, _) => Task.FromResult(StepOutcome.PermanentFailure("no", "declined"))));
        await tasker.PublishAsync("""
            name: declined
            namespace_name: retries
            version: "1.0.0"
            steps:
              - name: pay
                handler: { callable: declines }
              - name: ship
                handler: { callable: declines }
                dependencies: [pay]
            """);

        var task = await tasker.SubmitAsync("retries", "declined", new { });
        await tasker.WaitForAsync(task, TaskState.BlockedByFailures);

        var pay = await tasker.StepAsync(task, "pay");
        Assert.Equal((StepState.Error, (short)1, "declined"), (pay.State, pay.Attempts, pay.FailureJson.GetProperty("error_type").GetString()));
        Assert.Equal((StepState.Pending, (short)0), ((await tasker.StepAsync(task, "ship")).State, (await tasker.StepAsync(task, "ship")).Attempts));
    }
}
