using System.Text.Json;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Runtime.Growth;
using Tasker.Tests.Support;
using Tasker.Web.Samples.CsvInventory;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Chaos;

/// <summary>A file of rows summed up in batches by processes that are killed in the middle, three in a row.</summary>
public sealed class CsvBatchTests(ITestOutputHelper output)
{
    private const int Parallelism = 4;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TASKER_LONG") == "1";

    // 100,000 rows with TASKER_LONG=1. Twenty batches of ten windows.
    private static readonly int Rows = IsLong ? 100_000 : 10_000;
    private static readonly int Batch = Rows / 20;
    private static readonly int Window = Batch / 10;

    public static TheoryData<string> Paths => IsLong ? new TheoryData<string> { "Local", "Distributed" } : new TheoryData<string> { "Local" };

    [Theory]
    [Trait("Feature", "F089")]
    [Trait("Feature", "F088")]
    [MemberData(nameof(Paths))]
    public async Task Kill9_ThreeTimes_TotalsAreExactAndOnlyOpenWindowsAreRepeated(string path)
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        using var folder = new TemporaryFolder();
        var file = new InventoryFile(folder["inventory.csv"]);
        await file.EnsureAsync(Rows, CancellationToken.None);
        await using (var client = await TaskerHarness.StartAsync(database.ConnectionString, CsvWorkflow.Register, s => s["Tasker:Engine:Roles"] = "web"))
        {
            await client.PublishAsync(CsvWorkflow.Yaml);
            await client.ExecuteAsync(CsvWorkflow.Table);
            var task = await client.SubmitAsync(
                "chaos", "csv", new { file = file.Path, batch = Batch, window = Window, slow_ms = 25, totals_ms = (int)TimeSpan.FromMinutes(10).TotalMilliseconds });

            // In the first batches, in the middle, and when the join is under way.
            await KillAsync(database.ConnectionString, path, () => UntilWindowsAsync(client, Parallelism + 1));
            await KillAsync(database.ConnectionString, path, () => UntilWindowsAsync(client, Rows / Window / 2));
            await KillAsync(database.ConnectionString, path, () => BatchWorkflow.UntilStepAsync(client, task, "totals", StepState.InProgress));

            using var last = await StartAsync(database.ConnectionString, path);
            await client.WaitForAsync(task, TaskState.Complete);
            await AssertRightAsync(client, task);
            await last.StopAsync();
        }

        await database.DisposeAsync();
    }

    private async Task AssertRightAsync(TaskerHarness client, TaskId task)
    {
        var expected = new InventoryTotals();
        for (var number = 0; number < Rows; number++) expected.Add(InventoryRow.Of(number));
        var totals = (await client.StepAsync(task, "totals")).ResultJson.Deserialize<InventoryTotals>(StepJson.Options)!;
        Assert.Equal((expected.Rows, expected.Pieces, expected.CostCents, expected.ValueCents), (totals.Rows, totals.Pieces, totals.CostCents, totals.ValueCents));
        Assert.Equal(expected.PiecesByCategory, totals.PiecesByCategory);

        // The kills met running workers, whose later executions repeated nothing but the window that was open.
        var killed = await client.ScalarAsync<long>("select coalesce(sum(attempts - 1), 0)::bigint from tasker.steps where place is not null");
        Assert.InRange(killed, 2, 2 * Parallelism);
        Assert.Equal(2, (await client.StepAsync(task, "totals")).Attempts);
        Assert.Equal(0, await client.ScalarAsync<long>(CsvWorkflow.RepeatedForNothing));
        var begun = await client.ScalarAsync<long>("select count(*) from public.windows");
        Assert.Equal(Rows / Window, await client.ScalarAsync<long>("select count(*) from (select distinct step_id, from_row from public.windows) w"));
        Assert.True(begun - Rows / Window <= killed, $"{begun - Rows / Window} windows were begun again, by {killed} workers that had been killed");
        var most = await client.ScalarAsync<long>(BatchWorkflow.MostAtOnce, task.Value);
        Assert.InRange(most, 2, Parallelism);
        output.WriteLine($"{Rows} rows in {Rows / Window} windows; {killed} workers killed, {begun - Rows / Window} windows begun again; at most {most} workers at once");
        var violations = await Checker.RunAsync(client.Data.Console, quiescent: true, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }

    private static async Task KillAsync(string database, string path, Func<Task> moment)
    {
        using var victim = await StartAsync(database, path);
        await moment();
        await victim.KillAsync();
        Assert.Equal(137, victim.ExitCode);
    }

    private static Task<long> UntilWindowsAsync(TaskerHarness client, int windows) => TaskerHarness.UntilAsync(
        () => client.ScalarAsync<long>("select count(*) from public.windows"), n => n >= windows, n => $"{n} windows of {windows}");

    private static Task<NodeProcess> StartAsync(string database, string path) => NodeProcess.StartAsync(
        database, "--Tasker:Engine:Roles=web,orchestrator,worker", $"--Tasker:Engine:Path={path}", "--Tasker:Engine:Lease=00:00:02",
        "--Tasker:Engine:PollInterval=00:00:00.250");
}
