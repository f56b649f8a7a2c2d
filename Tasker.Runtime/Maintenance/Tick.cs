using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Pauses;
using Tasker.Data.Readiness;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// The fallback poll and the node's alarm clock: one read every poll interval, or sooner when a back-off or a pause ends or a bell
/// rings, finds retries that are due, queues with work, results to accept, nodes that died, and orders for this node.
/// </summary>
internal sealed partial class Tick(
    TaskerDataSource data, NodeLease lease, CommandProcessor orchestration, LeaseReaper reaper, HeldStepCheck heldCheck, PauseWriter pauses,
    EngineSignals signals, WakeUp wakeUp, NamespaceDirectory namespaces, EngineOptions options, Func<double> jitter, TimeProvider clock, ILogger<Tick> logger)
{
    private const int StageBatch = 500;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FirstFruitless = TimeSpan.FromMilliseconds(20);

    private int _idleLooks;
    private int _fruitless;

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
        if (Enum.TryParse<WakeUpMode>(found.WakeUp, ignoreCase: true, out var wanted)) wakeUp.Switch(wanted);
        if (!wakeUp.TakesWork) return options.PollInterval;
        _idleLooks = found.Namespaces.Count > 0 || found.Results ? 0 : Math.Min(_idleLooks + 1, 100);
        foreach (var ns in found.Namespaces) namespaces.Note(ns);
        if (found.Namespaces.Count > 0)
        {
            signals.Work.Set();
            signals.Offers.Set();
        }

        if (found.Results) signals.Results.Set();
        if (!Orchestrates) return Next(null, null, null);
        foreach (var dead in found.DeadNodes.Where(n => n != lease.Node)) await ReapAsync(dead, ct);
        if (found.NextPauseEnd is { } end && end <= Shortest && await pauses.EndDueAsync(NewId, ct) > 0) signals.LookAgain();
        return found.NextRetry is { } next && next <= Shortest
            ? await StageAsync(ct)
            : Next(found.NextRetry, found.NextPauseEnd, found.NextLeaseEnd);
    }

    // A node whose work cannot be taken over must not keep the others, and what is due, from theirs.
    private async Task ReapAsync(int dead, CancellationToken ct)
    {
        try
        {
            await reaper.ReapAsync(dead, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotReaped(logger, e, dead);
        }
    }

    private async Task<TimeSpan> StageAsync(CancellationToken ct)
    {
        var staged = await orchestration.EnqueueReadyAsync(StageBatch, ct);
        _idleLooks = 0;
        if (staged == StageBatch) return TimeSpan.Zero;
        // Fewer than asked for: the rest belongs to tasks that somebody else moves just now; look again soon, but not for ever.
        _fruitless = staged > 0 ? 0 : Math.Min(_fruitless + 1, 20);
        return Least(FirstFruitless * Math.Pow(2, _fruitless), options.PollInterval);
    }

    // A lease that nobody renews is found when it ends and not a poll later. A little is added, so that it has ended by then.
    private TimeSpan Next(TimeSpan? retry, TimeSpan? pauseEnd, TimeSpan? leaseEnd)
    {
        _fruitless = 0;
        var look = WakeUpPlan.NextLook(wakeUp.Mode, options.PollInterval, wakeUp.IsListening, _idleLooks, jitter());
        return Least(Least(Least(look, retry), pauseEnd > Shortest ? pauseEnd : null), leaseEnd + Shortest);
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    private static TimeSpan Least(TimeSpan a, TimeSpan? b) => b is { } other && other < a ? other : a;

    [LoggerMessage(3103, LogLevel.Error, "The attempts of node {Node} could not be taken over; tried again after the poll interval")]
    private static partial void LogNotReaped(ILogger logger, Exception error, int node);

    [LoggerMessage(3101, LogLevel.Warning, "The poll failed; tried again after the poll interval")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
