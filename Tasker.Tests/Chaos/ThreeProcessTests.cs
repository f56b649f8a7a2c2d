using System.Globalization;
using Tasker.Data.Checks;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Chaos;

/// <summary>An orchestrator and two workers as processes of their own, joined by the queues only, with bells lost at random and then all of them.</summary>
public sealed class ThreeProcessTests : IClassFixture<EngineFixture>
{
    // 2,000 tasks of seven steps with TASKER_LONG=1.
    private static readonly int Tasks = Environment.GetEnvironmentVariable("TASKER_LONG") == "1" ? 2000 : 200;
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(Tasks > 200 ? 15 : 4);

    private readonly EngineFixture _database;

    public ThreeProcessTests(EngineFixture database) => _database = database;

    [Fact]
    [Trait("Feature", "F065")]
    [Trait("Feature", "F040")]
    [Trait("Feature", "F072")]
    public async Task OrchestratorAndTwoWorkers_BellsLostAndThenOff_AllEndAndNothingRunsTwice()
    {
        await using var client = await TaskerHarness.StartAsync(_database.ConnectionString, ChaosWorkflow.Register, s => s["Tasker:Engine:Roles"] = "web");
        await client.PublishAsync(ChaosWorkflow.Yaml);
        await client.ExecuteAsync(ChaosWorkflow.Tables);

        await RunAsync(client, 0, Tasks / 2, "--Tasker:Chaos:DropBells=0.5");
        await RunAsync(client, Tasks / 2, Tasks, "--Tasker:Engine:WakeUp=PollingOnly");

        var violations = await Checker.RunAsync(client.Data.Console, quiescent: true, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
        Assert.Equal(0, await client.ScalarAsync<long>(ChaosWorkflow.RunTwice));
        Assert.Equal(0, await client.ScalarAsync<long>(ChaosWorkflow.WrongEffects));
        // No lease was lost, so nothing was attempted again but what said so itself.
        Assert.Equal(0, await client.ScalarAsync<long>(
            """
            select count(*)
            from tasker.steps s join tasker.step_details d on d.task_id = s.task_id and d.step_no = s.step_no
            where s.attempts <> case d.name when 'flaky' then 2 else 1 end
            """));
        Assert.Equal(2, await client.ScalarAsync<long>(
            """
            select count(distinct n.pid) from tasker.transitions t join tasker.nodes n on n.node_id = t.node_id
            where t.path = '\x0203' and n.node_id > (select max(node_id) - 3 from tasker.nodes)
            """));
    }

    private async Task RunAsync(TaskerHarness client, int from, int to, string bells)
    {
        using var orchestrator = await StartAsync("orchestrator", bells);
        using var first = await StartAsync("worker", bells);
        using var second = await StartAsync("worker", bells);
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            await client.RequestAsync(ChaosWorkflow.Request(i, 0)));
        var until = TimeProvider.System.GetTimestamp();
        while (await client.ScalarAsync<long>("select count(*) from tasker.tasks where state = 9") is var ended && ended < to)
        {
            if (TimeProvider.System.GetElapsedTime(until) > Most) Assert.Fail($"after {Most.TotalMinutes.ToString(CultureInfo.InvariantCulture)} min {ended} of {to} tasks are complete");
            await Task.Delay(20);
        }

        foreach (var process in (NodeProcess[])[first, second, orchestrator])
        {
            await process.StopAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }

    // The lease is long, because on a machine that stalls for seconds a short one would be lost, and attempts are counted here.
    private Task<NodeProcess> StartAsync(string roles, string bells) => NodeProcess.StartAsync(
        _database.ConnectionString, $"--Tasker:Engine:Roles={roles}", "--Tasker:Engine:PollInterval=00:00:00.250", "--Tasker:Engine:Lease=00:02:00", bells);
}
