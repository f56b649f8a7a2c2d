using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Leases;
using Tasker.Runtime.DeadLetters;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events.Outbox;
using Tasker.Runtime.Failures;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Messaging.Relay;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime;

/// <summary>
/// The page to read first: what runs in a node, in which order it starts, and how it stops.
/// Start: lease → writers → orchestration actors → worker actors → loops.
/// Stop: loops that bring work → executor drains → results are committed → actors in reverse → writers → word of their events → heartbeat, the last →
/// the lease is given back, so that others need not wait for it to run out.
/// </summary>
internal sealed partial class RuntimeHost(
    TaskerDataSource data, NodeLease lease, FlowLanes lanes, HandOverLane handOver, OrchestrationActors orchestration, WorkerActors worker, StepIntake intake,
    Tick tick, ResultLoop results, Heartbeat heartbeat, NodeBell bell, Sweeper sweeper, GiveUpJob giveUp, RetentionJob retention, RetentionOptions retentionOptions,
    StalenessDetector staleness, StalenessOptions stalenessOptions,
    OutboxLoop outbox, FailureFolder folder,
    NodeLoops loops, EngineSignals signals, HeldSteps held, Places places,
    EngineOptions options, TimeProvider clock, ILogger<RuntimeHost> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _bringing = new();
    private readonly CancellationTokenSource _beating = new();
    private readonly List<Task> _loops = [];
    private Task _heartbeat = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await lease.RegisterAsync(cancellationToken);
        _heartbeat = loops.Start("heartbeat", heartbeat.RunAsync, _beating.Token);
        lanes.Start();
        handOver.Start();
        await orchestration.StartAsync(cancellationToken);
        await worker.StartAsync(cancellationToken);
        foreach (var (name, loop) in intake.Loops) Run(name, loop);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator)) Run("results", results.RunAsync);
        Run("tick", tick.RunAsync);
        Run("bell", bell.RingAsync);
        Run("listener", bell.ListenAsync);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator)) Run("sweeper", sweeper.RunAsync);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator)) Run("give-up", giveUp.RunAsync);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator) && retentionOptions.Enabled) Run("retention", retention.RunAsync);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator) && stalenessOptions.Enabled) Run("staleness", staleness.RunAsync);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator) || options.Roles.HasFlag(NodeRoles.Worker)) Run("events", outbox.RunAsync);
        if (options.Roles.HasFlag(NodeRoles.Orchestrator)) Run("failures", folder.RunAsync);
        // The others learn at once that there is somebody to ring.
        signals.Elsewhere.Set();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        places.Close();
        await _bringing.CancelAsync();
        await Task.WhenAll(_loops);
        using (var drain = new CancellationTokenSource(options.DrainTimeout, clock))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(drain.Token, cancellationToken))
        {
            await worker.StopAsync(either.Token);
            await orchestration.StopAsync(either.Token);
        }

        await handOver.StopAsync();
        await lanes.StopAsync();
        await outbox.FlushAsync(TimeSpan.FromSeconds(5));
        held.CancelAll();
        await _beating.CancelAsync();
        await _heartbeat;
        await EndLeaseAsync();
        LogStopped(logger, lease.Node, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bringing.Dispose();
        _beating.Dispose();
    }

    private void Run(string name, Func<CancellationToken, Task> loop) => _loops.Add(loops.Start(name, loop, _bringing.Token));

    private async Task EndLeaseAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
            await DutyLeases.EndAsync(data.Engine, lease.Node, limit.Token);
            await lease.EndAsync(limit.Token);
            // What is left of the node's attempts is taken over now and not at the next poll.
            await bell.RingOnceAsync(limit.Token);
        }
        catch (Exception e)
        {
            // It runs out by itself.
            LogNotGivenBack(logger, lease.Node, e.GetType().Name);
        }
    }

    [LoggerMessage(1401, LogLevel.Information, "Node {Node} stopped after {Milliseconds:0} ms")]
    private static partial void LogStopped(ILogger logger, int node, double milliseconds);

    [LoggerMessage(1402, LogLevel.Warning, "Node {Node} could not give its lease back: {Error}")]
    private static partial void LogNotGivenBack(ILogger logger, int node, string error);
}
