using System.Text.Json.Nodes;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>The runs that ask whether the engine stays as fast as it began: a long queue, and a long time.</summary>
internal static class BenchLong
{
    private const int InFlight = 500;

    /// <summary>Queues one-step tasks while no worker runs, then drains them.</summary>
    public static async Task<JsonObject> BacklogAsync(BenchPlan plan, string connectionString)
    {
        var shape = BenchShape.Find("job");
        await using var probe = new BenchProbe(connectionString);
        await using var engine = new BenchEngine(connectionString, plan.Concurrency);
        var drive = new BenchDrive(engine, probe);
        await engine.StartAsync(shape, NodeRoles.Orchestrator);
        if (plan.History > 0) await probe.FillHistoryAsync(shape.Name, plan.History);
        var enqueued = await drive.EnqueueAsync(shape, plan.Backlog);
        var drain = await drive.DrainAsync(shape, plan.Backlog, mostSeconds: 3600);
        return new JsonObject
        {
            ["peer"] = "tasker",
            ["workload"] = "backlog",
            ["n"] = plan.Backlog,
            ["history"] = plan.History,
            ["enqueue_per_s"] = Rounded(plan.Backlog / enqueued * 1000),
            ["wall_s"] = Math.Round(drain.WallMs / 1000, 3),
            ["steps_per_s"] = Rounded(drain.Done / drain.WallMs * 1000),
            ["first_tenth_per_s"] = Rounded(drain.FirstPerSecond),
            ["last_tenth_per_s"] = Rounded(drain.LastPerSecond),
            ["rss_mb"] = Math.Round(Environment.WorkingSet / 1048576.0),
            ["ok"] = drain.Done == plan.Backlog && engine.Board.Steps == plan.Backlog,
        };
    }

    /// <summary>Keeps so many units under way for a time: each that ends is followed by a new one.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="connectionString">Where.</param>
    /// <param name="say">Gets a line a minute; of runs below ten minutes, a line each tenth.</param>
    public static async Task<JsonObject> SustainAsync(BenchPlan plan, string connectionString, Action<string> say)
    {
        var shape = BenchShape.Find(plan.Workload!.Shape);
        var length = plan.Sustain!.Value;
        var interval = length / 10 < TimeSpan.FromMinutes(1) ? length / 10 : TimeSpan.FromMinutes(1);
        await using var probe = new BenchProbe(connectionString);
        await using var engine = new BenchEngine(connectionString, plan.Concurrency);
        var drive = new BenchDrive(engine, probe);
        await engine.StartAsync(shape, NodeRoles.Orchestrator | NodeRoles.Worker);
        if (plan.History > 0) await probe.FillHistoryAsync(shape.Name, plan.History);
        await drive.BurstAsync(shape, plan.Workload.Warm, warm: true);
        var at = 0;
        var samples = await drive.SustainAsync(
            shape,
            InFlight,
            length,
            interval,
            sample => say(FormattableString.Invariant($"{++at * interval.TotalSeconds,6:0} s {sample.StepsPerSecond,10:0} steps/s {sample.RssMegabytes,6:0} MB")));
        var verdict = BenchVerdict.Of(samples);
        return new JsonObject
        {
            ["peer"] = "tasker",
            ["workload"] = "sustain-" + shape.Name,
            ["n"] = engine.Board.Finished,
            ["history"] = plan.History,
            ["wall_s"] = length.TotalSeconds,
            ["first_per_s"] = Rounded(samples[0].StepsPerSecond),
            ["last_per_s"] = Rounded(samples[^1].StepsPerSecond),
            ["ratio"] = Math.Round(verdict.Ratio, 3),
            ["rss_first_mb"] = Math.Round(samples[0].RssMegabytes),
            ["rss_last_mb"] = Math.Round(samples[^1].RssMegabytes),
            ["memory_flat"] = verdict.IsMemoryFlat,
            ["ok"] = verdict.IsSustained && engine.Board.Steps == engine.Board.Finished * shape.Steps,
        };
    }

    private static double Rounded(double rate) => double.IsFinite(rate) ? Math.Round(rate, 1) : 0;
}
