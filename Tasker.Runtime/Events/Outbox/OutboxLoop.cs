using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Events;
using Tasker.Data.Leases;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Events.Outbox;

/// <summary>
/// Publishes durable events: those that this process committed at once, and those that it or another lost track of when it finds them. Also
/// deletes events whose retention time is over; one node at a time does that.
/// </summary>
internal sealed partial class OutboxLoop(
    TaskerDataSource data, EventOutbox outbox, DurablePublisher publisher, DomainEventStore store, NodeLease lease, EngineOptions engine, EventOptions options,
    TimeProvider clock, ILogger<OutboxLoop> logger)
{
    private const string Duty = "event-retention";
    private const int Page = 200;
    private const int PrunePage = 1000;
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(5);

    // What a look finds is the exception: everything else came with word of it.
    private TimeSpan LookEvery => engine.PollInterval * 12;

    private long _looked;
    private long _pruned;

    public async Task RunAsync(CancellationToken ct)
    {
        // The first look is not put off: a predecessor may have left something.
        _looked = clock.GetTimestamp() - (long)(LookEvery.TotalSeconds * clock.TimestampFrequency);
        _pruned = clock.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var left = LookEvery - clock.GetElapsedTime(_looked);
                var due = left > TimeSpan.Zero ? await outbox.TakeAsync(Page, left, clock, ct) : outbox.Take(Page);
                await RunOnceAsync(due, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Publishes what word has come of, for at most a time: the last thing that a node does before it gives its lease back.</summary>
    public async Task FlushAsync(TimeSpan limit)
    {
        using var over = new CancellationTokenSource(limit, clock);
        try
        {
            while (outbox.Take(Page) is { Count: > 0 } due) await publisher.PublishAsync(await store.ReadAsync(due, over.Token), over.Token);
        }
        catch (Exception e)
        {
            // Another node finds them.
            LogFailed(logger, e);
        }
    }

    /// <summary>Publishes these events, and those that a look finds when one is due.</summary>
    internal async Task RunOnceAsync(IReadOnlyList<Guid> due, CancellationToken ct)
    {
        if (due.Count > 0) await publisher.PublishAsync(await store.ReadAsync(due, ct), ct);
        if (clock.GetElapsedTime(_looked) < LookEvery) return;
        while (await LookAsync(ct) == Page)
        {
            // A full page: there may be more. What failed was put off, so this ends.
        }

        _looked = clock.GetTimestamp();
        if (clock.GetElapsedTime(_pruned) >= PruneEvery) await PruneAsync(ct);
    }

    private async Task<int> LookAsync(CancellationToken ct)
    {
        var found = await store.ReadDueAsync(lease.Node, Page, ct);
        if (found.Count > 0) await publisher.PublishAsync(found, ct);
        return found.Count;
    }

    private async Task PruneAsync(CancellationToken ct)
    {
        _pruned = clock.GetTimestamp();
        if (await DutyLeases.TryHoldAsync(data.Engine, Duty, lease.Node, PruneEvery * 2, ct) is null) return;
        while (await store.PruneAsync(TimeSpan.FromDays(options.KeepDays), PrunePage, ct) == PrunePage) await Task.Delay(TimeSpan.FromMilliseconds(100), clock, ct);
    }

    [LoggerMessage(4301, LogLevel.Error, "Durable events could not be published; they are tried again")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
