using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Readiness;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// The fallback poll and the node's alarm clock: one read every poll interval, or sooner when a back-off ends or a bell rings, finds
/// retries that are due, queues with work, results to accept and nodes that died.
/// </summary>
internal sealed partial class Tick(
    TaskerDataSource data, NodeLease lease, CommandProcessor orchestration, LeaseReaper reaper, HeldStepCheck heldCheck, EngineSignals signals,
    NamespaceDirectory namespaces, EngineOptions options, Func<double> jitter, TimeProvider clock, ILogger<Tick> logger)
{
    private const int StageBatch = 500;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);

    private bool Orchestrates => options.Roles.HasFlag(NodeRoles.Orchestrator);

    public async Task RunAsync(CancellationToken ct)
    {
        var wait = TimeSpan.Zero;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await signals.Tick.WaitAsync(wait, clock, ct);
                wait = await RunOnceAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
                wait = options.PollInterval;
            }
        }
    }

    /// <summary>Looks once and does what is due.</summary>
    /// <returns>How long to wait for the next look.</returns>
    public async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        await heldCheck.RunOnceAsync(ct);
        var found = await TickReader.ReadAsync(data.Engine, lease.Node, ct);
        signals.OthersLive = found.OtherNodes > 0;
        foreach (var ns in found.Namespaces) namespaces.Note(ns);
        if (found.Namespaces.Count > 0)
        {
            signals.Work.Set();
            signals.Offers.Set();
        }

        if (found.Results) signals.Results.Set();
        if (!Orchestrates) return Next(null);
        foreach (var dead in found.DeadNodes.Where(n => n != lease.Node)) await reaper.ReapAsync(dead, ct);
        if (found.NextRetry is { } next && next <= Shortest)
        {
            // Fewer than asked for: the rest belongs to tasks that somebody else holds just now; look again soon.
            return await orchestration.EnqueueReadyAsync(StageBatch, ct) == StageBatch ? TimeSpan.Zero : TimeSpan.FromMilliseconds(20);
        }

        return Next(found.NextRetry);
    }

    private TimeSpan Next(TimeSpan? retry)
    {
        var poll = options.PollInterval * (0.75 + 0.5 * jitter());
        return retry is { } due && due < poll ? due : poll;
    }

    [LoggerMessage(3101, LogLevel.Warning, "The poll failed; tried again after the poll interval")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
