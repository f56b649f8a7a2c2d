using System.Text.Json;
using Npgsql;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>What a handler returns is held against the step's schema, on both paths.</summary>
[Trait("Feature", "F095")]
public sealed class ResultSchemaTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Misfit = """{"items": ["a", 717]}""";

    private int _runs;

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Result_DoesNotFit_FailsTheStepForGoodWithPointers(string path)
    {
        await using var node = await StartAsync(path, Misfit);
        var task = await SubmitAsync(node, "misfit", path, "says");

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        var step = await node.StepAsync(task, "only");
        var failure = JsonElement.Parse(step.Failure!);
        Assert.Equal((StepState.Error, 1, null), (step.State, _runs, step.Result));
        Assert.Equal("result_schema_violation", failure.GetProperty("error_type").GetString());
        Assert.Equal("ErrorNotRetryable", failure.GetProperty("final_because").GetString());
        var message = failure.GetProperty("message").GetString()!;
        Assert.Contains("result_schema", message, StringComparison.Ordinal);
        Assert.Contains("/items/1 ", message, StringComparison.Ordinal);
        Assert.Contains("total", message, StringComparison.Ordinal);
        Assert.DoesNotContain("717", message, StringComparison.Ordinal);
        Assert.Equal(StepState.Pending, (await node.StepAsync(task, "child")).State);
        await AssertConsistentAsync(node);
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Result_DoesNotFitAndHandlerWrote_WhatItWroteIsRolledBack(string path)
    {
        await using var node = await StartAsync(path, Misfit);
        await node.ExecuteAsync("create table if not exists public.kept (what text)");
        var task = await SubmitAsync(node, "wrote", path, "writes");

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal(1, _runs);
        Assert.Equal(0, await node.ScalarAsync<long>("select count(*) from public.kept"));
        await AssertConsistentAsync(node);
    }

    [Theory]
    [InlineData("Local", """{"items": ["a"], "total": 3}""", "Fail")]
    [InlineData("Distributed", """{"items": ["a"], "total": 3}""", "Fail")]
    [InlineData("Local", Misfit, "Warn")]
    [InlineData("Distributed", Misfit, "Off")]
    public async Task Result_FitsOrNobodyMinds_IsWhatTheChildReads(string path, string result, string mode)
    {
        await using var node = await StartAsync(path, result, mode);
        var task = await SubmitAsync(node, "passes_" + mode, path, "says");

        await node.WaitForAsync(task, TaskState.Complete);

        Assert.Equal(result, (await node.StepAsync(task, "child")).Result);
        await AssertConsistentAsync(node);
    }

    [Fact]
    public async Task Result_CannotBeStored_IsCalledThat()
    {
        await using var node = await StartAsync("Local", "{ no json");
        var task = await SubmitAsync(node, "no_json", "Local", "says");

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal("bad_result", JsonElement.Parse((await node.StepAsync(task, "only")).Failure!).GetProperty("error_type").GetString());
    }

    private static async Task<TaskId> SubmitAsync(TaskerHarness node, string about, string path, string callable)
    {
        var name = $"{about}_{path}".ToLowerInvariant();
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: schemas
            version: "1.0.0"
            steps:
              - name: only
                handler: { callable: {{callable}} }
                retry: { max_attempts: 3, backoff: linear, backoff_base_ms: 10 }
                result_schema: { type: object, required: [total], properties: { total: { type: number }, items: { type: array, items: { type: string } } } }
              - { name: child, dependencies: [only], handler: { callable: copies } }
            """);
        return await node.SubmitAsync("schemas", name, new { name });
    }

    private static async Task AssertConsistentAsync(TaskerHarness node) =>
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));

    private Task<TaskerHarness> StartAsync(string path, string result, string mode = "Fail") => TaskerHarness.StartAsync(
        database.ConnectionString,
        b => b
            .AddHandler("says", (_, _) =>
            {
                Interlocked.Increment(ref _runs);
                return Task.FromResult<StepOutcome>(new StepOutcome.Succeeded(result));
            })
            .AddHandler("writes", async (context, ct) =>
            {
                Interlocked.Increment(ref _runs);
                var transaction = (NpgsqlTransaction)await context.BeginTransactionAsync(ct);
                await using var insert = new NpgsqlCommand("insert into public.kept values ('a row')", transaction.Connection, transaction);
                await insert.ExecuteNonQueryAsync(ct);
                return new StepOutcome.Succeeded(result);
            })
            .AddHandler("copies", (context, _) => Task.FromResult<StepOutcome>(new StepOutcome.Succeeded(context.Results["only"].GetRawText()))),
        settings => (settings["Tasker:Engine:Path"], settings["Tasker:Worker:ResultSchema"]) = (path, mode));
}
