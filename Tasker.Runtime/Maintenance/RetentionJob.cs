using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Leases;
using Tasker.Data.Retention;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Deletes tasks that ended long ago. One node does it, under a lease; two at once do no harm. Each transaction is short and followed by a
/// rest four times as long, so it never takes more than a fifth of one connection. A run is bounded, and the next goes on where it ended.
/// </summary>
internal sealed partial class RetentionJob(
    TaskerDataSource data, NodeLease lease, RetentionStats stats, RetentionOptions options, Func<double> jitter, TimeProvider clock,
    ILogger<RetentionJob> logger)
{
    /// <summary>Tasks that a run looks at, at most.</summary>
    internal const int MostTasks = 100_000;

    private const string Duty = "retention";
    private const int SliceSteps = 5000;
    private const int MostMessages = 5000;
    private const int Rest = 4;

    private static readonly TaskState[] Ends = [TaskState.Complete, TaskState.Cancelled, TaskState.ResolvedManually, TaskState.Error];
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(1);

    // Where to go on, by state. Lost at a restart or when another node takes the duty: then it begins at the oldest again.
    private readonly Dictionary<TaskState, TaskId> _places = [];

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.Interval * (1 - 0.1 * jitter()), clock, ct);
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
        var before = stats.Read();
        var left = MostTasks;
        foreach (var state in Ends)
        {
            left = await WalkAsync(state, left, ct);
            if (left < 0) return false;
        }

        stats.CountMessages(await RetentionStore.PurgeArchivesAsync(data.Engine, TimeSpan.FromDays(options.KeepErrorDays), MostMessages, ct));
        stats.CountRun();
        var after = stats.Read();
        if (after.Tasks + after.Messages > before.Tasks + before.Messages)
        {
            LogDeleted(
                logger, after.Tasks - before.Tasks, after.Steps - before.Steps, after.History - before.History, after.Messages - before.Messages, left == 0);
        }

        return true;
    }

    /// <summary>Walks one state.</summary>
    /// <returns>How many tasks the run may still look at; -1 when the duty is another node's.</returns>
    private async Task<int> WalkAsync(TaskState state, int left, CancellationToken ct)
    {
        var keep = TimeSpan.FromDays(state == TaskState.Error ? options.KeepErrorDays : options.KeepDays);
        while (left > 0)
        {
            if (await DutyLeases.TryHoldAsync(data.Engine, Duty, lease.Node, Term, ct) is null) return -1;
            var started = clock.GetTimestamp();
            var slice = await RetentionStore.DeleteAsync(
                data.Engine, state, _places.GetValueOrDefault(state), keep, Math.Min(left, options.BatchTasks), SliceSteps, ct);
            stats.Count(slice);
            left -= slice.Looked;
            if (slice.Last is not { } last)
            {
                _places.Remove(state);
                break;
            }

            _places[state] = last;
            await Task.Delay(clock.GetElapsedTime(started) * Rest, clock, ct);
        }

        return left;
    }

    [LoggerMessage(3801, LogLevel.Warning, "Retention failed; the next run goes on")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(3802, LogLevel.Information,
        "Retention deleted {Tasks} finished tasks with {Steps} steps and {History} rows of history, and {Messages} archived messages; more to do: {More}")]
    private static partial void LogDeleted(ILogger logger, long tasks, long steps, long history, long messages, bool more);
}
