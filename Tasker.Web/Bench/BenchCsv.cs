using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Data;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Web.Samples;
using Tasker.Web.Samples.CsvInventory;

namespace Tasker.Web.Bench;

/// <summary><c>tasker bench csv-batch</c>: the sample that sums up a CSV file in batches, end to end, in rows a second; the file is made before.</summary>
internal static class BenchCsv
{
    public const string Name = "csv-batch";
    public const int DefaultRows = 100_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static async Task<JsonObject> RunAsync(string connectionString, int rows, int concurrency)
    {
        var folder = Directory.CreateTempSubdirectory("tasker-bench-").FullName;
        try
        {
            await new InventoryFile(Path.Combine(folder, "data", $"inventory-{rows}.csv")).EnsureAsync(rows, CancellationToken.None);
            await using var data = TaskerDataSource.Create(connectionString, new TaskerDataOptions());
            using var host = Build(data, folder, concurrency);
            await host.StartAsync();
            await RunAsync(host, rows: 1000, batchSize: 100);
            var (task, seconds) = await RunAsync(host, rows, batchSize: Math.Max(10, rows / 50));
            var batch = (await host.Services.GetRequiredService<BatchBrowser>().OfTaskAsync(task, CancellationToken.None))![0];
            var line = new JsonObject
            {
                ["peer"] = "tasker", ["workload"] = Name, ["n"] = rows, ["wall_s"] = Math.Round(seconds, 3), ["rows_per_s"] = Math.Round(rows / seconds),
                ["workers"] = batch.Workers, ["parallelism"] = batch.Parallelism, ["ok"] = await IsExactAsync(host, task, rows),
            };
            await host.StopAsync();
            return line;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IHost Build(TaskerDataSource data, string folder, int concurrency)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["Tasker:Worker:Concurrency"] = concurrency.ToString(CultureInfo.InvariantCulture);
        builder.Configuration["Tasker:Samples:OutputFolder"] = folder;
        builder.Services.AddSingleton(data);
        builder.Services.AddTaskerTemplates();
        builder.Services.AddTaskerQueries();
        builder.Services.AddTasker().AddSamples();
        return builder.Build();
    }

    private static async Task<(TaskId Task, double Seconds)> RunAsync(IHost host, int rows, int batchSize)
    {
        var since = Stopwatch.GetTimestamp();
        var context = JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["rows"] = rows, ["batch_size"] = batchSize });
        var outcome = await host.Services.GetRequiredService<CommandProcessor>().CreateTaskAsync(
            new TaskRequest { Namespace = "samples", Name = "csv_inventory", Context = context }, CancellationToken.None);
        if (outcome is not TaskRequestOutcome.Created { TaskId: var task }) throw new InvalidOperationException($"the task was not accepted: {outcome}");
        var reads = host.Services.GetRequiredService<TaskReads>();
        while ((await reads.GetManyAsync([task], CancellationToken.None))[0].State is var state && state != "complete")
        {
            if (state is "error" or "blocked_by_failures" || Stopwatch.GetElapsedTime(since) > Patience) throw new InvalidOperationException($"the task is {state}");
            await Task.Delay(Look);
        }

        return (task, Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    private static async Task<bool> IsExactAsync(IHost host, TaskId task, int rows)
    {
        var expected = new InventoryTotals();
        for (var number = 0; number < rows; number++) expected.Add(InventoryRow.Of(number));
        var steps = await host.Services.GetRequiredService<TaskBrowser>().StepsAsync(task, CancellationToken.None);
        var join = steps.Items.First(s => s.Name == "totals");
        var result = (await host.Services.GetRequiredService<StepReads>().GetPayloadsAsync(join.StepId, CancellationToken.None))!.Result!;
        using var totals = JsonDocument.Parse(result.Json);
        return totals.RootElement.GetProperty("value_cents").GetInt64() == expected.ValueCents && totals.RootElement.GetProperty("rows").GetInt64() == rows;
    }
}
