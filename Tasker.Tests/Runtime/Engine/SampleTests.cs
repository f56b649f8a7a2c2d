using System.Text.Json;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Tasker.Web.Samples;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>Every sample on both paths: the same work, the same rows.</summary>
public sealed class SampleTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Order = """
        {"customer": {"name": "Ada", "email": "ada@example.org", "country": "GB"}, "lines": [{"sku": "TEA-ASSAM-250", "quantity": 2}],
         "payment_failures": 1}
        """;

    private const string History = """
        select string_agg(h, E'\n' order by h) from (
            select format('%s %s %s>%s', s.step_no, row_number() over (partition by s.step_no order by s.seq, s.hop), s.from_state, s.to_state) as h
            from tasker.step_transitions s where s.task_id = $1
        ) all_moves
        """;

    [Theory]
    [Trait("Feature", "F072")]
    [InlineData("linear", """{"even_number": 6}""")]
    [InlineData("diamond", """{"text": "It works. It really works well."}""")]
    [InlineData("tree", """{"limit": 1000}""")]
    [InlineData("mixed_dag", """{"values": [1, 2, 3, 4, 100, 6]}""")]
    [InlineData("order_fulfilment", Order)]
    [InlineData("data_pipeline", "{}")]
    [InlineData("csv_inventory", """{"rows": 1000, "batch_size": 100, "window": 40}""")]
    public async Task Sample_OnBothPaths_CompletesWithTheSameRows(string name, string context)
    {
        var local = await RunAsync("Local", name, context);
        var distributed = await RunAsync("Distributed", name, context);

        Assert.Equal(local.History, distributed.History);
        Assert.Equal(local.Steps.Select(s => (s.Name, s.State, s.Attempts)), distributed.Steps.Select(s => (s.Name, s.State, s.Attempts)));
        Assert.Equal(local.Steps.Select(s => Keys(s.ResultJson)), distributed.Steps.Select(s => Keys(s.ResultJson)));
    }

    [Fact]
    [Trait("Feature", "F036")]
    public async Task Samples_ComputeWhatTheySay()
    {
        Assert.Equal(1_679_616, (await RunAsync("Local", "linear", """{"even_number": 6}""")).Last("value").GetInt64());
        Assert.Equal(78_498, (await RunAsync("Local", "tree", """{"limit": 1000000}""")).Last("count").GetInt32());
        var report = (await RunAsync("Local", "data_pipeline", "{}")).Last("path").GetString()!;
        Assert.StartsWith("# Sales report", await File.ReadAllTextAsync(report), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F061")]
    public async Task Order_PaymentDeclined_IsBlockedAndNotShipped()
    {
        await using var tasker = await StartAsync("Local");
        var declined = JsonSerializer.Deserialize<JsonElement>(Order.Replace("\"payment_failures\": 1", "\"payment_declined\": true", StringComparison.Ordinal));

        var task = await tasker.SubmitAsync("samples", "order_fulfilment", declined);
        await tasker.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal("payment_declined", (await tasker.StepAsync(task, "process_payment")).FailureJson.GetProperty("error_type").GetString());
        Assert.Equal(StepState.Pending, (await tasker.StepAsync(task, "ship_order")).State);
    }

    private Task<TaskerHarness> StartAsync(string path) =>
        TaskerHarness.StartAsync(database.ConnectionString, b => b.AddSamples(), s => s["Tasker:Engine:Path"] = path);

    private async Task<Run> RunAsync(string path, string name, string context)
    {
        await using var tasker = await StartAsync(path);
        var task = await tasker.SubmitAsync("samples", name, JsonSerializer.Deserialize<JsonElement>(context));
        await tasker.WaitForAsync(task, TaskState.Complete);
        return new Run(await tasker.StepsAsync(task), await tasker.ScalarAsync<string>(History, task.Value));
    }

    // Numbers of charges and parcels differ from task to task; what there is does not.
    private static string Keys(JsonElement result) => string.Join(",", result.EnumerateObject().Select(p => p.Name));

    private sealed record Run(IReadOnlyList<HarnessStep> Steps, string History)
    {
        public JsonElement Last(string property) => Steps[^1].ResultJson.GetProperty(property);
    }
}
