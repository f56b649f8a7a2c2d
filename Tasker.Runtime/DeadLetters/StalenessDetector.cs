using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Leases;
using Tasker.Data.Staleness;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;

namespace Tasker.Runtime.DeadLetters;

/// <summary>
/// Watches open tasks: those that stay too long, wait for each other, or for a worker that is not there. One node does it, under a lease; two
/// at once do no harm. It walks the open tasks by their key in slices, with a rest four times as long as the slice took, and acts on at
/// most <see cref="MostActs"/> tasks in a run; the next goes on.
/// </summary>
internal sealed partial class StalenessDetector(
    TaskerDataSource data, NodeLease lease, FlowOutcomes outcomes, EngineSignals signals, DeadLetterStats stats, StalenessLimits limits,
    StalenessOptions options, EngineOptions engine, Func<double> jitter, TimeProvider clock, ILogger<StalenessDetector> logger)
{
    /// <summary>Tasks that a run acts on, at most.</summary>
    internal const int MostActs = 5000;

    private const string Duty = "staleness";
    private const int SliceTasks = 1000;
    private const int Rest = 4;

    private static readonly TimeSpan Term = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _interval = StalenessDefaults.Interval(options, engine.Environment);
    private readonly int _batch = StalenessDefaults.BatchSize(options, engine.Environment);

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_interval * (1 - 0.1 * jitter()), clock, ct);
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

    /// <summary>Runs once, if the duty is this node's.</summary>
    /// <returns>False: another node has the duty.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var left = MostActs;
        for (var place = StalenessPlace.Start; place is not null && left > 0;)
        {
            if (await DutyLeases.TryHoldAsync(data.Engine, Duty, lease.Node, Term, ct) is null) return false;
            var started = clock.GetTimestamp();
            var look = await StalenessStore.LookAsync(data.Engine, place, SliceTasks, limits, ct);
            stats.CountLook(look);
            List<PlannedAct> planned = [.. look.Planned.Take(left)];
            left -= planned.Count;
            if (options.DryRun) Report(planned);
            else foreach (var part in planned.Chunk(_batch)) await ActAsync([.. part.Select(p => p.TaskId)], ct);
            place = look.Next;
            if (place is not null) await Task.Delay(clock.GetElapsedTime(started) * Rest, clock, ct);
        }

        stats.CountRun(options.DryRun, clock.GetElapsedTime(began));
        return true;
    }

    private async Task ActAsync(IReadOnlyList<TaskId> tasks, CancellationToken ct)
    {
        var result = await StalenessStore.ActAsync(data.Engine, lease.Node, tasks, limits, ct);
        if (result.Interrupted.Count > 0) signals.Cancelled([.. result.Interrupted.Select(i => (i.StepId, i.Attempt, i.NodeId))]);
        outcomes.Committed(result.Flow);
        stats.CountFailed(result.Flow.Tasks.Count, result.Interrupted.Count);
        if (result.Flow.Tasks is [var (first, _), ..]) LogTimedOut(logger, result.Flow.Tasks.Count, first.Value, result.Interrupted.Count);
    }

    private void Report(List<PlannedAct> planned)
    {
        foreach (var act in planned) LogWould(logger, act.TaskId.Value, StalenessActions.Would(act), act.Reason);
    }

    [LoggerMessage(3902, LogLevel.Warning, "The watch over open tasks failed; the next run tries again")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(3903, LogLevel.Warning, "{Count} tasks ran out of time and went to error, the first is {TaskId}; {Attempts} attempts were stopped")]
    private static partial void LogTimedOut(ILogger logger, int count, Guid taskId, int attempts);

    [LoggerMessage(3904, LogLevel.Information, "Dry run: task {TaskId} {Action} ({Reason})")]
    private static partial void LogWould(ILogger logger, Guid taskId, string action, string reason);
}
