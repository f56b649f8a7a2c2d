using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Bench;
using Tasker.Data.Embedded;
using Tasker.Web.Bench;

namespace Tasker.Web.Cli;

/// <summary><c>tasker bench</c>: measures the engine on this machine, or speaks the harness's protocol.</summary>
internal static class BenchCommand
{
    public static Command Create(IConfiguration configuration)
    {
        var workload = new Argument<string?>("workload")
        {
            Description = "one of: " + string.Join(", ", BenchWorkload.All.Select(w => w.Name).Append(BenchCsv.Name)), Arity = ArgumentArity.ZeroOrOne,
        };
        var n = new Option<int?>("--n") { Description = "units measured; default is the workload's" };
        var history = new Option<int>("--history") { Description = "finished tasks of the same shape that are in the tables before" };
        var backlog = new Option<int>("--backlog") { Description = "queue so many one-step tasks, then drain them; tells the rates of the first and last tenth" };
        var sustain = new Option<string?>("--sustain")
        {
            Description = "keep 500 units under way for a time such as 10m; tells rate and memory each minute; exit code 1 when the last minute has less than 0.9 of the first",
        };
        var roles = new Option<string?>("--roles") { Description = "burst workloads over processes, such as orchestrator,worker,worker; the orchestrator is this process" };
        var json = new Option<bool>("--json") { Description = "print the JSON line only" };
        var peer = new Option<bool>("--peer") { Description = "speak perf/harness's line protocol on standard input and output" };
        var concurrency = new Option<int>("--concurrency") { Description = "handlers at a time, of each worker", DefaultValueFactory = _ => 10 };
        var node = new Option<string?>("--node") { Description = "be one of the workers of --roles", Hidden = true };
        var command = new Command("bench", "Measures the engine; prints one JSON line with the harness's keys.")
        {
            workload, n, history, backlog, sustain, roles, json, peer, concurrency, node,
        };
        command.SetAction((parsed, ct) =>
        {
            if (parsed.GetValue(peer)) return PeerAsync();
            if (parsed.GetValue(node) is { } shape) return BenchNode.RunAsync(configuration.GetConnectionString("Tasker")!, shape, parsed.GetValue(concurrency));
            if (parsed.GetValue(workload) == BenchCsv.Name)
            {
                var rows = parsed.GetValue(n) ?? BenchCsv.DefaultRows;
                return rows is >= 10 and <= 1_000_000
                    ? MeasureAsync(configuration, database => BenchCsv.RunAsync(database, rows, parsed.GetValue(concurrency)), parsed.GetValue(json), ct)
                    : RefuseAsync("--n must be 10 to 1,000,000 rows");
            }

            var (plan, problem) = BenchPlan.Of(
                parsed.GetValue(workload), parsed.GetValue(n), parsed.GetValue(concurrency), parsed.GetValue(history), parsed.GetValue(backlog),
                parsed.GetValue(sustain), parsed.GetValue(roles));
            var quiet = parsed.GetValue(json);
            return plan is null ? RefuseAsync(problem!) : MeasureAsync(configuration, database => RunAsync(plan, database, quiet), quiet, ct);
        });
        return command;
    }

    private static async Task<int> PeerAsync()
    {
        var output = new StreamWriter(Console.OpenStandardOutput());
        await using var _ = output.ConfigureAwait(false);
        Console.SetOut(Console.Error);
        await using var protocol = new PeerProtocol(Console.In, output);
        return await protocol.RunAsync();
    }

    private static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 2;
    }

    private static async Task<int> MeasureAsync(IConfiguration configuration, Func<string, Task<JsonObject>> run, bool json, CancellationToken ct)
    {
        var configured = configuration.GetConnectionString("Tasker");
        await using var server = configured is null ? await StartServerAsync(configuration, ct) : null;
        if (server is not null && !json) await Console.Error.WriteLineAsync(server.Summary);
        await using var database = await BenchDatabase.CreateAsync(configured ?? server!.ConnectionString);
        var line = await run(database.ConnectionString);
        Console.WriteLine(line.ToJsonString());
        return (bool?)line["ok"] == true ? 0 : 1;
    }

    private static Task<JsonObject> RunAsync(BenchPlan plan, string database, bool quiet) => plan switch
    {
        { Backlog: > 0 } => BenchLong.BacklogAsync(plan, database),
        { Sustain: not null } => BenchLong.SustainAsync(plan, database, quiet ? _ => { } : Console.Error.WriteLine),
        { Workers: > 0 } => BenchRoles.RunAsync(plan, database),
        _ => BenchRun.RunAsync(plan.Workload!, database, plan.Units, plan.Concurrency, plan.History),
    };

    // A server of its own: a bench beside a running Tasker must not stop at its data folder.
    private static Task<EmbeddedPostgres> StartServerAsync(IConfiguration configuration, CancellationToken ct)
    {
        var options = configuration.GetSection(EmbeddedPostgresOptions.Section).Get<EmbeddedPostgresOptions>() ?? new EmbeddedPostgresOptions();
        return EmbeddedPostgres.StartAsync(options, NullLogger.Instance, ct);
    }
}
