using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Data.Bench;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Bench;

/// <summary>
/// The harness's line protocol: a JSON message a line on standard input, an answer a line on standard output behind <c>@@ </c>.
/// With it the harness measures Tasker exactly as it measures the others.
/// </summary>
internal sealed class PeerProtocol(TextReader input, TextWriter output) : IAsyncDisposable
{
    private BenchEngine? _engine;
    private BenchProbe? _probe;
    private BenchDrive? _drive;
    private BenchShape? _shape;
    private bool _running;

    public async Task<int> RunAsync()
    {
        while (await input.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!;
            JsonObject answer;
            try
            {
                answer = await AnswerAsync(message);
                answer["ok"] = true;
            }
            catch (Exception e)
            {
                // The harness prints it; a peer that fails must say how.
                answer = new JsonObject { ["ok"] = false, ["error"] = e.ToString() };
            }

            answer["id"] = (int)message["id"]!;
            await output.WriteLineAsync("@@ " + answer.ToJsonString());
            await output.FlushAsync();
            if ((string?)message["op"] == "stop") break;
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        if (_probe is not null) await _probe.DisposeAsync();
    }

    private async Task<JsonObject> AnswerAsync(JsonNode message)
    {
        var n = (int?)message["n"] ?? 0;
        switch ((string)message["op"]!)
        {
            case "migrate":
                await BenchDatabase.InstallAsync(BenchDatabase.FromUrl((string)message["url"]!));
                return new() { ["peer"] = new JsonObject { ["version"] = Version, ["note"] = "claims durable before handlers, leases, fences, full history" } };
            case "create":
                _shape = BenchShape.Find((string)message["shape"]!);
                _engine = new BenchEngine(BenchDatabase.FromUrl((string)message["url"]!), (int)message["concurrency"]!);
                _probe = new BenchProbe(BenchDatabase.FromUrl((string)message["url"]!));
                _drive = new BenchDrive(_engine, _probe);
                return [];
            case "start":
                await EnsureAsync(NodeRoles.Orchestrator | NodeRoles.Worker);
                return [];
            case "history":
                await EnsureAsync(NodeRoles.Orchestrator);
                return new() { ["rows"] = await _probe!.FillHistoryAsync(_shape!.Name, n) };
            case "latency":
                var (durable, handler) = await _drive!.LatencyAsync(_shape!, n);
                return Counted(new() { ["durable"] = Numbers(durable), ["handler"] = Numbers(handler) });
            case "burst":
                var burst = await _drive!.BurstAsync(_shape!, n, (bool?)message["warm"] ?? false);
                return Counted(new() { ["submit_ms"] = burst.SubmitMs, ["handlers_ms"] = burst.HandlersMs, ["wall_ms"] = burst.WallMs });
            case "enqueue":
                await EnsureAsync(NodeRoles.Orchestrator);
                return new() { ["enqueue_ms"] = await _drive!.EnqueueAsync(_shape!, n) };
            case "drain":
                var drain = await _drive!.DrainAsync(_shape!, n, (double?)message["max_s"] ?? 600);
                return Counted(new()
                {
                    ["wall_ms"] = drain.WallMs, ["done"] = drain.Done, ["first_per_s"] = drain.FirstPerSecond, ["last_per_s"] = drain.LastPerSecond,
                });
            case "stop":
                if (_engine is not null) await _engine.StopAsync();
                return [];
            default:
                return [];
        }
    }

    private static string Version => typeof(PeerProtocol).Assembly.GetName().Version?.ToString(3) ?? "0";

    private async Task EnsureAsync(NodeRoles roles)
    {
        if (_running && !roles.HasFlag(NodeRoles.Worker)) return;
        await _engine!.StartAsync(_shape!, roles);
        _running = true;
    }

    private JsonObject Counted(JsonObject answer)
    {
        answer["probes"] = _probe!.Probes;
        answer["steps"] = _engine!.Board.Steps;
        return answer;
    }

    private static JsonArray Numbers(List<double> values) => JsonSerializer.SerializeToNode(values)!.AsArray();
}
