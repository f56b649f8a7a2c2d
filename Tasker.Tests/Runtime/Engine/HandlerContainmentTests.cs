using System.Diagnostics;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>Whatever a handler does becomes an outcome of its step, never a fault of the node.</summary>
public sealed class HandlerContainmentTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("throws", "handler_error")]
    [InlineData("says_nothing", "handler_error")]
    [InlineData("too_slow", "handler_timeout")]
    [InlineData("not_there", "handler_not_found")]
    [Trait("Feature", "F068")]
    [Trait("Feature", "F070")]
    [Trait("Feature", "F071")]
    public async Task Handler_Misbehaves_StepFailsWithItsKindAndTheNodeGoesOn(string callable, string kind)
    {
        await using var tasker = await TaskerHarness.StartAsync(database.ConnectionString, Register);
        await tasker.PublishAsync(Yaml("contained_" + callable, callable, retryable: false));
        await tasker.PublishAsync(Yaml("fine_after_" + callable, "fine", retryable: false));

        var failed = await tasker.SubmitAsync("containment", "contained_" + callable, new { });
        await tasker.WaitForAsync(failed, TaskState.BlockedByFailures);
        var fine = await tasker.SubmitAsync("containment", "fine_after_" + callable, new { });
        await tasker.WaitForAsync(fine, TaskState.Complete);

        Assert.Equal(kind, (await tasker.StepAsync(failed, "only")).FailureJson.GetProperty("error_type").GetString());
    }

    [Fact]
    [Trait("Feature", "F075")]
    public async Task TransactionalWrite_FirstAttemptFails_IsCommittedOnceWithTheResult()
    {
        await using var tasker = await TaskerHarness.StartAsync(database.ConnectionString, Register);
        await tasker.ExecuteAsync("create table if not exists public.effects (attempt int)");
        await tasker.PublishAsync(Yaml("transactional", "writes", retryable: true));

        var task = await tasker.SubmitAsync("containment", "transactional", new { });
        await tasker.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(1, await tasker.ScalarAsync<long>("select count(*) from public.effects"));
        Assert.Equal(2, await tasker.ScalarAsync<int>("select attempt from public.effects"));
    }

    private static void Register(TaskerBuilder tasker) => tasker
        .AddHandler("fine", (_, _) => Task.FromResult(StepOutcome.Success()))
        .AddHandler("throws", (_, _) => throw new UnreachableException("on purpose"))
        .AddHandler("says_nothing", (_, _) => Task.FromResult<StepOutcome>(null!))
        .AddHandler("too_slow", async (_, ct) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(ct);
            return StepOutcome.Success();
        })
        .AddHandler("writes", async (context, ct) =>
        {
            var transaction = await context.BeginTransactionAsync(ct);
            await using var command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"insert into public.effects values ({context.Attempt})";
            await command.ExecuteNonQueryAsync(ct);
            return context.Attempt == 1 ? StepOutcome.RetryableFailure("once more") : StepOutcome.Success();
        });

    private static string Yaml(string name, string callable, bool retryable) => $$"""
        name: {{name}}
        namespace_name: containment
        version: "1.0.0"
        steps:
          - name: only
            handler: { callable: {{callable}} }
            timeout_seconds: {{(callable == "too_slow" ? 1 : 60)}}
            retry: { retryable: {{(retryable ? "true" : "false")}}, backoff: linear, backoff_base_ms: 10 }
        """;
}
