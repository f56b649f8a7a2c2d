using System.Data.Common;
using Tasker.Data;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Messaging;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;

namespace Tasker.Web.Api.Http;

/// <summary>Looks at what requests need: both pools, the node's lease, its actors and how full everything is.</summary>
internal sealed class HealthProbe(
    TaskerDataSource data, NodeFigures figures, QueueBrowser queues, MessagingStatus messaging, IHostEnvironment environment, TimeProvider clock)
{
    public const string Unhealthy = "unhealthy";

    private const string Healthy = "healthy";
    private const string Degraded = "degraded";
    private const double FullMailbox = 0.8;
    private const int DeepQueueTier = 2;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyDictionary<string, HealthCheckBody>> ReadyAsync(CancellationToken ct)
    {
        var web = TimedAsync(token => PingAsync(console: true, token), ct);
        var engine = TimedAsync(token => PingAsync(console: false, token), ct);
        var node = figures.Read();
        return new Dictionary<string, HealthCheckBody>
        {
            ["web_database"] = await web,
            ["orchestration_database"] = await engine,
            ["orchestration_system"] = node.Trusted ? new(Healthy, $"node {node.Node} has its lease", 0) : new(Unhealthy, "the node's lease ran out", 0),
            ["command_processor"] = Actors(node),
            ["loops"] = Loops(node),
        };
    }

    public async Task<IReadOnlyDictionary<string, HealthCheckBody>> DetailedAsync(CancellationToken ct)
    {
        var checks = new Dictionary<string, HealthCheckBody>(await ReadyAsync(ct)) 
        {
            ["channel_saturation"] = Channels(figures.Read()), ["wake_up"] = WakeUp(figures.Read().WakeUp),
        };
        checks["queue_depth"] = await TimedAsync(QueuesAsync, ct);
        checks["messaging"] = Messaging();
        return checks;
    }

    public HealthInfoBody Info()
    {
        var node = figures.Read();
        var version = typeof(HealthProbe).Assembly.GetName().Version?.ToString(3) ?? "";
        return new HealthInfoBody(version, environment.EnvironmentName, node.Node, node.WorkingSetBytes, node.TasksInMemory);
    }

    public static string Worst(IReadOnlyDictionary<string, HealthCheckBody> checks) =>
        checks.Values.Any(c => c.Status == Unhealthy) ? Unhealthy : checks.Values.Any(c => c.Status == Degraded) ? Degraded : Healthy;

    private async Task<HealthCheckBody> TimedAsync(Func<CancellationToken, Task<(string Status, string Message)>> look, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(Most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var (status, message) = await look(either.Token);
            return new(status, message, clock.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception e) when (e is DbException or TimeoutException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(Unhealthy, "the database does not answer", clock.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private async Task<(string Status, string Message)> PingAsync(bool console, CancellationToken ct)
    {
        await data.PingAsync(console, ct);
        return (Healthy, "the database answers");
    }

    private async Task<(string Status, string Message)> QueuesAsync(CancellationToken ct)
    {
        var all = await queues.ListAsync(ct);
        var deep = all.Where(q => q.Tier >= DeepQueueTier).Select(q => q.Name).ToList();
        return deep.Count == 0 ? (Healthy, $"{all.Sum(q => q.Depth)} messages wait") : (Degraded, "full: " + string.Join(", ", deep));
    }

    private HealthCheckBody Messaging()
    {
        var moved = messaging.Read();
        return new(
            Healthy, $"{messaging.Provider}; offered {moved.Offered}, claimed {moved.Claimed}, dropped {moved.Dropped}, failures {moved.Failures}", 0);
    }

    private static HealthCheckBody Actors(NodeSnapshot node)
    {
        var stopped = node.Actors.Where(a => a.State != ActorState.Running).Select(a => a.Name).ToList();
        return stopped.Count == 0 ? new(Healthy, $"{node.Actors.Count} actors run", 0) : new(Unhealthy, "not running: " + string.Join(", ", stopped), 0);
    }

    private static HealthCheckBody Loops(NodeSnapshot node)
    {
        var down = node.Loops.Where(l => !l.Running).Select(l => $"{l.Name} ({l.LastError})").ToList();
        return down.Count == 0
            ? new(Healthy, $"{node.Loops.Count} loops run, {node.Loops.Sum(l => l.Restarts)} restarts", 0)
            : new(Degraded, "waiting to be begun again: " + string.Join(", ", down), 0);
    }

    private static HealthCheckBody WakeUp(WakeUpSnapshot? node) => node switch
    {
        null => new(Healthy, "not known yet", 0),
        { IsDeaf: true } => new(Degraded, $"{node.Mode}, but other nodes cannot be heard: polling finds the work", 0),
        { Mode: WakeUpMode.Disabled } => new(Degraded, "Disabled: the node takes nothing new", 0),
        _ => new(Healthy, $"{node.Mode}", 0),
    };

    private static HealthCheckBody Channels(NodeSnapshot node)
    {
        var full = node.Actors.Where(a => a.Saturation > FullMailbox).Select(a => a.Name).ToList();
        return full.Count == 0 ? new(Healthy, $"{node.Lanes.Depth} events wait for a writer", 0) : new(Degraded, "nearly full: " + string.Join(", ", full), 0);
    }
}
