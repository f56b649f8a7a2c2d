using System.Text.Json.Nodes;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>A burst over several processes: this one orchestrates and submits, the others execute.</summary>
internal static class BenchRoles
{
    public static async Task<JsonObject> RunAsync(BenchPlan plan, string connectionString)
    {
        var workload = plan.Workload!;
        var shape = BenchShape.Find(workload.Shape);
        await using var probe = new BenchProbe(connectionString);
        await using var engine = new BenchEngine(connectionString, plan.Concurrency);
        var drive = new BenchDrive(engine, probe);
        await engine.StartAsync(shape, NodeRoles.Orchestrator);
        if (plan.History > 0) await probe.FillHistoryAsync(shape.Name, plan.History);
        var nodes = new List<BenchNode>();
        try
        {
            for (var i = 0; i < plan.Workers; i++) nodes.Add(await BenchNode.StartAsync(connectionString, shape, plan.Concurrency));
            await drive.BurstElsewhereAsync(shape, workload.Warm);
            var wall = await drive.BurstElsewhereAsync(shape, plan.Units);
            var steps = new List<long>();
            foreach (var node in nodes) steps.Add(await node.StopAsync());
            return new JsonObject
            {
                ["peer"] = "tasker",
                ["workload"] = workload.Name,
                ["n"] = plan.Units,
                ["history"] = plan.History,
                ["processes"] = 1 + plan.Workers,
                ["wall_s"] = Math.Round(wall / 1000, 3),
                ["steps_per_s"] = Math.Round((double)plan.Units * shape.Steps / wall * 1000, 1),
                ["steps_by_worker"] = new JsonArray([.. steps.Select(s => (JsonNode)s)]),
                ["rss_mb"] = Math.Round(Environment.WorkingSet / 1048576.0),
                ["ok"] = steps.Sum() == (long)(plan.Units + workload.Warm) * shape.Steps,
            };
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }
}
