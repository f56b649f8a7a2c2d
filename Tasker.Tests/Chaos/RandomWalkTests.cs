using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Chaos;

/// <summary>
/// People act at random on random tasks while two processes work on them, one of each path, and are killed now and then. Whenever one was
/// killed, and at the end, everything has a state that says what is the matter with it, and a history that the state machines allow.
/// </summary>
public sealed class RandomWalkTests(EngineFixture database, ITestOutputHelper output) : IClassFixture<EngineFixture>
{
    // 10,000 with TASKER_LONG=1. TASKER_WALK_SEED repeats a walk as far as processes can be repeated.
    private static readonly int Acts = Environment.GetEnvironmentVariable("TASKER_LONG") == "1" ? 10_000 : 400;
    private static readonly int KillEvery = Acts > 1000 ? 400 : 200;
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("TASKER_WALK_SEED") ?? "20261121", CultureInfo.InvariantCulture);

    // Of some thirty kinds of acts, those that a short walk may miss because nothing was there that they fit.
    private static readonly int MayMiss = Acts > 1000 ? 0 : 5;

    private const int AtOnce = 3;

    private static readonly string[] Strategies = ["continue_on_failure", "fail_fast", "isolate"];

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);

    private const string Restless = """
        select t.task_id
        from tasker.tasks t
        join tasker.templates tp on tp.template_id = t.template_id
        where t.phase = 0 or t.phase = 1 and tp.give_up_seconds = 0
           or exists (select 1 from tasker.steps s where s.task_id = t.task_id and s.state in (2, 3, 4, 5, 6))
        """;

    [Fact]
    [Trait("Feature", "F158")]
    [Trait("Feature", "F122")]
    [Trait("Feature", "F073")]
    public async Task Walk_ActsFailuresAndKills_EveryTaskEndsInAnHonestState()
    {
        var random = new Random(Seed);
        await using var client = await TaskerHarness.StartAsync(
            database.ConnectionString, b => b.Services.AddTaskerOperations().AddTaskerQueries(), s => s["Tasker:Engine:Roles"] = "web");
        var templates = await PublishAsync(client, random);
        var acts = new WalkActs(client, random, templates);
        var began = TimeProvider.System.GetTimestamp();
        NodeProcess[] nodes = [await StartAsync(0), await StartAsync(1)];
        try
        {
            for (var (act, kills) = (0, 0); act < Acts;)
            {
                if (acts.Tasks.Count == 0 || random.Next(AtOnce) == 0)
                {
                    acts.Tasks.Add(await client.SubmitAsync(WalkWorkflow.Namespace, templates[random.Next(templates.Count)], new { act }));
                    act++;
                }
                else
                {
                    var some = random.Next(1, AtOnce + 1);
                    await acts.DoAsync(some);
                    act += some;
                }

                if (act / KillEvery == kills) continue;
                kills = act / KillEvery;
                var victim = random.Next(nodes.Length);
                nodes[victim].Dispose();
                await AssertHonestAsync(client, ended: false);
                nodes[victim] = await StartAsync(victim);
            }

            output.WriteLine($"walked for {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
            await acts.ResumeAllAsync();
            await EndAsync(client);
            output.WriteLine($"at rest after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }

        output.WriteLine($"seed {Seed}, {acts.Tasks.Count} tasks; applied: {string.Join(", ", acts.Applied.OrderBy(a => a.Key).Select(a => $"{a.Key} {a.Value}"))}");
        output.WriteLine($"never applied: {string.Join(", ", acts.NeverApplied)}");
        Assert.InRange(acts.NeverApplied.Count, 0, MayMiss);
        await AssertHonestAsync(client, ended: true);
    }

    private static async Task<List<string>> PublishAsync(TaskerHarness client, Random random)
    {
        string[] yaml =
        [
            .. Enumerable.Range(1, 6).Select(n => WalkWorkflow.Graph(n, random)),
            WalkWorkflow.Decision(random),
            .. Strategies.Select(s => WalkWorkflow.Batch(s, random)),
            .. Strategies.Select((s, n) => WalkWorkflow.Mixed(n, s, random)),
        ];
        var names = new List<string>();
        foreach (var text in yaml) names.Add((await client.PublishAsync(text)).Name);
        return names;
    }

    private Task<NodeProcess> StartAsync(int number) => NodeProcess.StartAsync(
        database.ConnectionString, "--Tasker:Engine:PollInterval=00:00:00.200", "--Tasker:Engine:Lease=00:00:02", "--Tasker:Engine:SweepInterval=00:00:02",
        $"--Tasker:Engine:Path={(number == 0 ? "Local" : "Distributed")}");

    /// <summary>Until nothing moves, and what is to be given up at once has been.</summary>
    private static async Task EndAsync(TaskerHarness client)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await client.ScalarAsync<long>($"select count(*) from ({Restless}) r") is var open && open > 0)
        {
            if (TimeProvider.System.GetElapsedTime(since) > Most)
            {
                Assert.Fail(await WalkReport.OfAsync(client, $"{open} tasks do not come to rest", $"select r.task_id from ({Restless}) r"));
            }

            await Task.Delay(20);
        }
    }

    private static async Task AssertHonestAsync(TaskerHarness client, bool ended)
    {
        var violations = await Checker.RunAsync(client.Data.Console, quiescent: ended, CancellationToken.None);
        List<string> problems = [.. violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}"), .. await WalkHonesty.ProblemsAsync(client, ended)];
        if (problems.Count > 0) Assert.Fail(await WalkReport.OfAsync(client, string.Join('\n', problems)));
    }
}
