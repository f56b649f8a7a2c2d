using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Leases;
using Tasker.Data.Sweeps;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Gives up blocked tasks whose time for a repair is over: they go to error, with the reason in their history. One node walks them all, under
/// a lease; every node looks at once at the tasks that were blocked by its own commits, because a template may ask not to wait at all.
/// </summary>
internal sealed partial class GiveUpJob(
    TaskerDataSource data, NodeLease lease, EngineSignals signals, EngineOptions options, FailureOptions failures, Func<double> jitter,
    TimeProvider clock, ILogger<GiveUpJob> logger)
{
    private const string Duty = "give-up";
    private const int Slice = 1000;
    private const int Rest = 5;
    private const int MostNoted = 10_000;

    // What does not fit is found by the walk.
    private readonly Channel<TaskId> _blocked = Channel.CreateBounded<TaskId>(
        new BoundedChannelOptions(MostNoted) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Notes a task that was blocked just now.</summary>
    public void Note(TaskId task) => _blocked.Writer.TryWrite(task);

    public async Task RunAsync(CancellationToken ct)
    {
        var next = clock.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(options.SweepInterval * (1 - 0.1 * jitter()) - clock.GetElapsedTime(next), ct);
                await TakeNotedAsync(ct);
                if (clock.GetElapsedTime(next) < options.SweepInterval * 0.9) continue;
                next = clock.GetTimestamp();
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

    /// <summary>Walks all blocked tasks once, if the duty is this node's.</summary>
    /// <returns>Tasks given up; null: another node has the duty.</returns>
    public async Task<int?> RunOnceAsync(CancellationToken ct)
    {
        var sum = 0;
        for (TaskId? place = new TaskId(Guid.Empty); place is { } after;)
        {
            if (await DutyLeases.TryHoldAsync(data.Engine, Duty, lease.Node, options.SweepInterval * 3, ct) is null) return null;
            var started = clock.GetTimestamp();
            var (due, last) = await GiveUpStore.LookAsync(data.Engine, after, Slice, failures.GiveUpSeconds, ct);
            sum += await GiveUpAsync(due, ct);
            place = last;
            if (place is not null) await Task.Delay(clock.GetElapsedTime(started) * Rest, clock, ct);
        }

        return sum;
    }

    /// <summary>Looks at the tasks that were noted.</summary>
    public async Task TakeNotedAsync(CancellationToken ct)
    {
        var noted = new List<TaskId>();
        while (noted.Count < Slice && _blocked.Reader.TryRead(out var task)) noted.Add(task);
        await GiveUpAsync([.. noted.Distinct()], ct);
    }

    private async Task<int> GiveUpAsync(IReadOnlyList<TaskId> tasks, CancellationToken ct)
    {
        var gone = await GiveUpStore.GiveUpAsync(data.Engine, lease.Node, tasks, failures.GiveUpSeconds, ct);
        if (gone.Count == 0) return 0;
        signals.Changed();
        LogGivenUp(logger, gone.Count);
        return gone.Count;
    }

    private async Task WaitAsync(TimeSpan most, CancellationToken ct)
    {
        if (most <= TimeSpan.Zero) return;
        using var alarm = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, ct);
        try
        {
            await _blocked.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Time for the walk.
        }
    }

    [LoggerMessage(3961, LogLevel.Warning, "Giving up blocked tasks failed; the next look goes on")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(3962, LogLevel.Information, "{Count} blocked tasks were given up: they are in error")]
    private static partial void LogGivenUp(ILogger logger, int count);
}
