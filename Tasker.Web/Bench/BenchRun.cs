using System.Text.Json.Nodes;
using Tasker.Data.Bench;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>One run of one workload on one database; answers with the harness's keys.</summary>
internal static class BenchRun
{
    public static async Task<JsonObject> RunAsync(
        BenchWorkload workload, string connectionString, int units, int concurrency, int history = 0)
    {
        var shape = BenchShape.Find(workload.Shape);
        await using var reads = new BenchReads(connectionString);
        var statementsBefore = await reads.StatementsAsync();
        var transactionsBefore = (await reads.CountersAsync()).Transactions;
        long probes;
        long steps;
        JsonObject line;
        BenchCounters before, after;
        await using (var probe = new BenchProbe(connectionString))
        await using (var engine = new BenchEngine(connectionString, concurrency))
        {
            var drive = new BenchDrive(engine, probe);
            await engine.StartAsync(shape, NodeRoles.Orchestrator | NodeRoles.Worker);
            if (history > 0) await probe.FillHistoryAsync(shape.Name, history);
            if (workload.Burst) await drive.BurstAsync(shape, workload.Warm, warm: true);
            else await drive.LatencyAsync(shape, workload.Warm);
            before = await reads.CountersAsync();
            line = workload.Burst ? await BurstAsync(drive, shape, units) : await LatencyAsync(drive, shape, units);
            after = await reads.CountersAsync();
            line["rss_mb"] = Math.Round(Environment.WorkingSet / 1048576.0);
            await engine.StopAsync();
            (probes, steps) = (probe.Probes, engine.Board.Steps);
        }

        var timed = (double)units * shape.Steps;
        var all = (double)(units + workload.Warm) * shape.Steps;
        // Backends report their counts when they end; those of the engine have.
        line["steps_per_s"] = Math.Round(timed / (double)line["wall_s"]!, 1);
        line["tx_per_step"] = Math.Round(((await reads.CountersAsync()).Transactions - transactionsBefore - probes) / all, 3);
        line["write_tx_per_step"] = Math.Round((after.NextXid - before.NextXid) / timed, 4);
        line["statements_per_step"] = statementsBefore is { } s && await reads.StatementsAsync() is { } e ? Math.Round((e - s - probes) / all, 3) : null;
        var fullPages = await reads.FullPageBytesAsync(before.Lsn, after.Lsn);
        line["wal_bytes_per_step_no_fpi"] = fullPages is { } f ? Math.Round((after.Lsn - before.Lsn - (ulong)f) / timed) : null;
        line["ok"] = steps == (long)all;
        return Ordered(workload.Name, units, line);
    }

    private static async Task<JsonObject> LatencyAsync(BenchDrive drive, BenchShape shape, int units)
    {
        var (durable, _) = await drive.LatencyAsync(shape, units);
        var sorted = durable.Order().ToArray();
        return new JsonObject
        {
            ["wall_s"] = Math.Round(durable.Sum() / 1000, 3),
            ["p50_ms"] = Percentile(sorted, 50),
            ["p95_ms"] = Percentile(sorted, 95),
            ["p99_ms"] = Percentile(sorted, 99),
        };
    }

    private static async Task<JsonObject> BurstAsync(BenchDrive drive, BenchShape shape, int units) =>
        new() { ["wall_s"] = Math.Round((await drive.BurstAsync(shape, units, warm: false)).WallMs / 1000, 3) };

    private static double Percentile(double[] sorted, int p) =>
        Math.Round(sorted[Math.Clamp((int)Math.Ceiling(p / 100.0 * sorted.Length) - 1, 0, sorted.Length - 1)], 2);

    private static JsonObject Ordered(string workload, int units, JsonObject line)
    {
        var ordered = new JsonObject { ["peer"] = "tasker", ["workload"] = workload, ["n"] = units };
        string[] keys =
        [
            "wall_s", "steps_per_s", "p50_ms", "p95_ms", "p99_ms", "tx_per_step", "write_tx_per_step", "statements_per_step",
            "wal_bytes_per_step_no_fpi", "rss_mb", "ok",
        ];
        foreach (var key in keys) ordered[key] = line[key]?.DeepClone();
        return ordered;
    }
}
