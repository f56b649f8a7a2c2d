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
            Description = "one of: " + string.Join(", ", BenchWorkload.All.Select(w => w.Name)), Arity = ArgumentArity.ZeroOrOne,
        };
        var n = new Option<int?>("--n") { Description = "units measured; default is the workload's" };
        var json = new Option<bool>("--json") { Description = "print the JSON line only" };
        var peer = new Option<bool>("--peer") { Description = "speak perf/harness's line protocol on standard input and output" };
        var concurrency = new Option<int>("--concurrency") { Description = "handlers at a time", DefaultValueFactory = _ => 10 };
        var command = new Command("bench", "Measures the engine; prints one JSON line with the harness's keys.") { workload, n, json, peer, concurrency };
        command.SetAction((parsed, ct) => parsed.GetValue(peer)
            ? PeerAsync()
            : MeasureAsync(configuration, parsed.GetValue(workload), parsed.GetValue(n), parsed.GetValue(json), parsed.GetValue(concurrency), ct));
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

    private static async Task<int> MeasureAsync(
        IConfiguration configuration, string? name, int? n, bool json, int concurrency, CancellationToken ct)
    {
        if (name is null || BenchWorkload.Find(name) is not { } workload)
        {
            await Console.Error.WriteLineAsync($"no workload '{name}'; there are: {string.Join(" ", BenchWorkload.All.Select(w => w.Name))}");
            return 2;
        }

        if (n is < 1 or > 10_000_000)
        {
            await Console.Error.WriteLineAsync("--n must be 1 to 10,000,000");
            return 2;
        }

        var configured = configuration.GetConnectionString("Tasker");
        await using var server = configured is null ? await StartServerAsync(configuration, ct) : null;
        if (server is not null && !json) await Console.Error.WriteLineAsync(server.Summary);
        await using var database = await BenchDatabase.CreateAsync(configured ?? server!.ConnectionString);
        var line = await BenchRun.RunAsync(workload, database.ConnectionString, n ?? workload.Units, concurrency);
        Console.WriteLine(line.ToJsonString());
        return (bool?)line["ok"] == true ? 0 : 1;
    }

    // A server of its own: a bench beside a running Tasker must not stop at its data folder.
    private static Task<EmbeddedPostgres> StartServerAsync(IConfiguration configuration, CancellationToken ct)
    {
        var options = configuration.GetSection(EmbeddedPostgresOptions.Section).Get<EmbeddedPostgresOptions>() ?? new EmbeddedPostgresOptions();
        return EmbeddedPostgres.StartAsync(options, NullLogger.Instance, ct);
    }
}
