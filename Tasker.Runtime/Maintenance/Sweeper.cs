using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Leases;
using Tasker.Data.Pauses;
using Tasker.Data.Sweeps;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Lanes;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Finds tasks, steps and messages that nothing else would bring forward again, and heals them. One node does it, under a lease; two
/// at once do no harm. A sweep walks the open tasks and the queues by their keys, in small slices with pauses five times as long as
/// the slice took, so it never takes more than a sixth of one connection.
/// </summary>
internal sealed partial class Sweeper(
    TaskerDataSource data, PauseWriter pauses, NodeLease lease, CommandProcessor orchestration, LeaseReaper reaper, FlowOutcomes outcomes, EngineSignals signals,
    WakeUp wakeUp, SweepStats stats, EngineOptions options, Func<double> jitter, TimeProvider clock, ILogger<Sweeper> logger)
{
    private const string Duty = "sweep";
    private const int SliceTasks = 1000;
    private const int SliceSteps = 20_000;
    private const int SliceMessages = 5000;
    private const int StageBatch = 500;
    private const int Rest = 5;

    private long? _heldAt;

    private TimeSpan Term => options.SweepInterval * 3;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.SweepInterval * (1 - 0.1 * jitter()), clock, ct);
                await RunOnceAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
            }
        }
    }

    /// <summary>Sweeps once, if the duty is this node's.</summary>
    /// <returns>False: another node has the duty, or this one takes nothing at present.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken ct)
    {
        if (!wakeUp.TakesWork || !await HoldAsync(ct)) return false;
        var queues = await WalkTasksAsync(ct);
        await WalkQueuesAsync(queues, ct);
        if (await pauses.EndDueAsync(() => Guid.CreateVersion7(clock.GetUtcNow()), ct) > 0) signals.LookAgain();
        stats.CountSweep();
        return true;
    }

    // Nobody else can have the duty before its term is over, so it is renewed at half of it and not at every slice.
    private async Task<bool> HoldAsync(CancellationToken ct)
    {
        if (_heldAt is { } since && clock.GetElapsedTime(since) < Term / 2) return true;
        var now = clock.GetTimestamp();
        _heldAt = await DutyLeases.TryHoldAsync(data.Engine, Duty, lease.Node, Term, ct) is null ? null : now;
        return _heldAt is not null;
    }

    private async Task<IReadOnlyList<string>> WalkTasksAsync(CancellationToken ct)
    {
        IReadOnlyList<string> queues = [];
        for (var place = SweepPlace.Start; place is not null;)
        {
            var started = clock.GetTimestamp();
            var found = await SweepStore.LookAsync(data.Engine, place, SliceTasks, SliceSteps, options.StuckAfter, ct);
            if (found.Any) await HealAsync(found, ct);
            foreach (var node in found.DeadHolders) await ApartAsync(() => reaper.ReapAsync(node, ct), ct);
            if (found.OverdueRetries) await ApartAsync(() => orchestration.EnqueueReadyAsync(StageBatch, ct), ct);
            (queues, place) = (found.Queues, found.Next);
            if (place is not null && !await RestAsync(started, ct)) break;
        }

        return queues;
    }

    private async Task WalkQueuesAsync(IReadOnlyList<string> queues, CancellationToken ct)
    {
        var places = queues.Select(q => (Queue: q, After: 0L)).ToList();
        while (places.Count > 0)
        {
            var started = clock.GetTimestamp();
            var walked = await SweepStore.WalkQueuesAsync(data.Engine, places, SliceMessages, options.StuckAfter, ct);
            foreach (var walk in walked.Where(w => w.Archived + w.Freed > 0))
            {
                stats.CountMessages(walk.Archived, walk.Freed);
                LogMessages(logger, walk.Queue, walk.Archived, walk.Freed);
                if (walk.Freed > 0) signals.LookAgain();
            }

            places = [.. walked.Where(w => w.Last is not null).Select(w => (w.Queue, w.Last!.Value))];
            if (places.Count > 0 && !await RestAsync(started, ct)) return;
        }
    }

    // A task that cannot be healed does not keep the others of its slice, nor the rest of the walk, from it.
    private async Task HealAsync(SweepFindings found, CancellationToken ct)
    {
        var tasks = found.Tasks;
        try
        {
            await HealTogetherAsync(found, ct);
            return;
        }
        catch (Exception e) when (tasks.Count > 1 && IsAnswer(e, ct))
        {
            LogOneByOne(logger, e, tasks.Count);
        }
        catch (Exception e) when (IsAnswer(e, ct))
        {
            stats.CountUnhealed();
            LogUnhealed(logger, e, tasks[0].Value);
            return;
        }

        foreach (var task in tasks) await HealAsync(found.Of(task), ct);
    }

    // One part of a sweep that fails does not keep the others from being done.
    private async Task ApartAsync(Func<Task> part, CancellationToken ct)
    {
        try
        {
            await part();
        }
        catch (Exception e) when (IsAnswer(e, ct))
        {
            stats.CountUnhealed();
            LogPartFailed(logger, e);
        }
    }

    // The database is there and does not do it, or not in time, even if it might do so later: damage can look like a conflict that repeats for
    // ever. Without a database there is nothing to go on with.
    private static bool IsAnswer(Exception e, CancellationToken ct) =>
        !ct.IsCancellationRequested && (!Transient.IsWorthRetrying(e) || e is PostgresException or NpgsqlException { InnerException: TimeoutException });

    private async Task HealTogetherAsync(SweepFindings found, CancellationToken ct)
    {
        var healed = await SweepStore.HealAsync(data.Engine, lease.Node, found, ct);
        outcomes.Committed(healed.Settled);
        signals.WorkQueued(healed.ResentTemplates);
        if (healed.Results > 0) signals.LookAgain();
        // Suspects that turned out well leave no trace.
        if (found.Unsettled.Count + healed.Parents + healed.Messages + healed.Results == 0) return;
        stats.CountHealed(found.Unsettled.Count, healed.Parents, healed.Messages, healed.Results);
        LogHealed(logger, found.Unsettled.Count, healed.Parents, healed.Messages, healed.Results);
    }

    // Keeps the duty over a long sweep; without it, somebody else goes on.
    private async Task<bool> RestAsync(long started, CancellationToken ct)
    {
        await Task.Delay(clock.GetElapsedTime(started) * Rest, clock, ct);
        return wakeUp.TakesWork && await HoldAsync(ct);
    }

    [LoggerMessage(3701, LogLevel.Warning, "The sweep failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(3702, LogLevel.Warning,
        "Healed: {Tasks} tasks settled from their steps, {Parents} counts of parents, {Messages} lost messages, {Results} lost results")]
    private static partial void LogHealed(ILogger logger, int tasks, int parents, int messages, int results);

    [LoggerMessage(3703, LogLevel.Warning, "Queue {Queue}: {Archived} messages without a queued step archived, {Freed} brought back that no pause covers")]
    private static partial void LogMessages(ILogger logger, string queue, int archived, int freed);

    [LoggerMessage(3704, LogLevel.Warning, "{Tasks} tasks could not be healed together; trying one by one")]
    private static partial void LogOneByOne(ILogger logger, Exception error, int tasks);

    [LoggerMessage(3705, LogLevel.Error, "Task {TaskId} cannot be healed; the next sweep tries again")]
    private static partial void LogUnhealed(ILogger logger, Exception error, Guid taskId);

    [LoggerMessage(3706, LogLevel.Warning, "A part of the sweep failed; the sweep goes on, and the next one tries that part again")]
    private static partial void LogPartFailed(ILogger logger, Exception error);
}
