using System.Globalization;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Chaos;

/// <summary>
/// People act at random on random tasks while two processes work on them and are killed now and then. At the end everything has a state
/// that says what is the matter with it, and its history is one that the state machines allow.
/// </summary>
public sealed class RandomWalkTests(EngineFixture database, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    // 10,000 with TASKER_LONG=1. TASKER_WALK_SEED repeats a walk as far as processes can be repeated.
    private static readonly int Acts = Environment.GetEnvironmentVariable("TASKER_LONG") == "1" ? 10_000 : 400;
    private static readonly int KillEvery = Acts > 1000 ? 400 : 130;
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("TASKER_WALK_SEED") ?? "20261121", CultureInfo.InvariantCulture);

    // Tasks that are old are left alone, so that most of the walk happens to some that still move.
    private const int Young = 40;

    private static readonly string[] Strategies = ["continue_on_failure", "fail_fast", "isolate"];

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);

    [Fact]
    [Trait("Feature", "F158")]
    [Trait("Feature", "F122")]
    [Trait("Feature", "F073")]
    public async Task Walk_ActsFailuresAndKills_EveryTaskEndsInAnHonestState()
    {
        var random = new Random(Seed);
        await using var client = await TaskerHarness.StartAsync(
            database.ConnectionString, b => b.Services.AddTaskerOperations(), s => s["Tasker:Engine:Roles"] = "web");
        var templates = await PublishAsync(client, random);
        var acts = new WalkActs(client, random);
        var tasks = new List<TaskId>();
        NodeProcess[] nodes = [await StartAsync(), await StartAsync()];
        try
        {
            for (var act = 0; act < Acts; act++)
            {
                if (tasks.Count == 0 || random.Next(4) == 0)
                {
                    tasks.Add(await client.SubmitAsync(WalkWorkflow.Namespace, templates[random.Next(templates.Count)], new { act }));
                }
                else
                {
                    await acts.DoAsync(tasks.GetRange(Math.Max(0, tasks.Count - Young), Math.Min(Young, tasks.Count)));
                }

                if (act % KillEvery == KillEvery - 1)
                {
                    var victim = random.Next(nodes.Length);
                    nodes[victim].Dispose();
                    nodes[victim] = await StartAsync();
                }
            }

            await acts.ResumeAllAsync();
            await EndAsync(client);
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }

        output.WriteLine($"seed {Seed}, {tasks.Count} tasks; applied: {string.Join(", ", acts.Applied.OrderBy(a => a.Key).Select(a => $"{a.Key} {a.Value}"))}");
        Assert.InRange(acts.Applied.Count, 9, int.MaxValue);
        await AssertHonestAsync(client);
    }

    private static async Task<List<string>> PublishAsync(TaskerHarness client, Random random)
    {
        string[] yaml = [.. Enumerable.Range(1, 6).Select(n => WalkWorkflow.Graph(n, random)), WalkWorkflow.Decision(), .. Strategies.Select(WalkWorkflow.Batch)];
        var names = new List<string>();
        foreach (var text in yaml) names.Add((await client.PublishAsync(text)).Name);
        return names;
    }

    private Task<NodeProcess> StartAsync() => NodeProcess.StartAsync(
        database.ConnectionString, "--Tasker:Engine:PollInterval=00:00:00.200", "--Tasker:Engine:Lease=00:00:02");

    private static async Task EndAsync(TaskerHarness client)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (await client.ScalarAsync<long>("select count(*) from tasker.tasks where phase = 0") is var open && open > 0)
        {
            if (TimeProvider.System.GetElapsedTime(until) > Most) Assert.Fail($"{open} tasks neither end nor are blocked");
            await Task.Delay(20);
        }
    }

    private static async Task AssertHonestAsync(TaskerHarness client)
    {
        var violations = await Checker.RunAsync(client.Data.Console, quiescent: true, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
        // What the checker does not ask: the words on the task are true of its steps.
        Assert.Equal(0, await client.ScalarAsync<long>(
            """
            select count(*)
            from tasker.tasks t
            join lateral (
                select count(*) filter (where s.state not in (7, 10)) as open, count(*) filter (where s.state = 8) as failed,
                    count(*) filter (where s.state in (2, 3, 4, 5, 6)) as moving
                from tasker.steps s where s.task_id = t.task_id) s on true
            where case t.state when 9 then s.open > 0 when 8 then s.failed = 0 or s.moving > 0 when 11 then s.moving > 0 when 12 then s.moving > 0
                when 10 then s.moving > 0 else true end
            """));
    }
}
