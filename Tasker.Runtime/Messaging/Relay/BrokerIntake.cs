using Microsoft.Extensions.Logging;
using Tasker.Data.Flow;
using Tasker.Data.Queue;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Messaging.Relay;

/// <summary>
/// Takes steps from the broker while the worker has free places. A message says which row is worth a claim; the claim is the compare-and-set
/// on the step, and only after its commit the message is acknowledged. A message whose row was claimed before is dropped and counted.
/// </summary>
internal sealed partial class BrokerIntake(
    RelayStore store, IMessageQueue broker, MessagingOptions messaging, EngineOptions options, NodeLease lease, Places places, ClaimPolicy policy,
    FlowOutcomes outcomes, EngineSignals signals, WakeUp wakeUp, RelayStats stats, TimeProvider clock, ILogger<BrokerIntake> logger)
{
    private const int MaxBatch = 500;

    private readonly Dictionary<string, Task> _queues = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                foreach (var ns in (await store.NamespacesAsync(ct)).Where(policy.Serves))
                {
                    var queue = QueueName.Of(ns).Name;
                    if (!_queues.ContainsKey(queue)) _queues[queue] = Task.Run(() => RunQueueAsync(queue, ct), CancellationToken.None);
                }

                await Task.Delay(options.PollInterval, clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Npgsql.NpgsqlException e)
            {
                LogNoNamespaces(logger, e.GetType().Name);
                await Task.Delay(options.PollInterval, clock, ct);
            }
        }

        await Task.WhenAll(_queues.Values);
    }

    private async Task RunQueueAsync(string queue, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (places.Free == 0 || !lease.IsTrusted || !wakeUp.TakesWork) await signals.Room.WaitAsync(options.PollInterval / 4, clock, ct);
                else await RunOnceAsync(queue, options.PollInterval, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                stats.CountFailure();
                LogFailed(logger, queue, e.Message);
                await Task.Delay(options.PollInterval / 4, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Receives once and claims what came.</summary>
    /// <returns>Steps claimed.</returns>
    public async Task<int> RunOnceAsync(string queue, TimeSpan wait, CancellationToken ct)
    {
        var free = Math.Min(places.Free, MaxBatch);
        if (free == 0) return 0;
        var received = await broker.ReceiveAsync(queue, free, messaging.Visibility, wait, ct);
        var rows = new List<(MessageReceipt Receipt, long Row)>(received.Count);
        foreach (var message in received)
        {
            if (message.ReadCount > messaging.MaxReads) await ArchiveAsync(queue, message, ArchiveReasons.TooManyReads);
            else if (StepMessage.Read(message.Body) is { } step) rows.Add((message.Receipt, step.Row));
            else await ArchiveAsync(queue, message, ArchiveReasons.Malformed);
        }

        if (rows.Count == 0) return 0;
        if (lease.IsTrusted && wakeUp.TakesWork) return await ClaimAsync(queue, rows);
        // It changed while the node waited for messages: others get them now.
        await broker.HideAsync(queue, [.. rows.Select(r => r.Receipt)], TimeSpan.Zero, CancellationToken.None);
        return 0;
    }

    private async Task<int> ClaimAsync(string queue, List<(MessageReceipt Receipt, long Row)> rows)
    {
        // The places were free when asked; that others took some meanwhile makes the node a little fuller, not wrong.
        places.Take(rows.Count);
        var claimed = 0;
        try
        {
            var result = await store.ClaimAsync(lease.Node, queue, [.. rows.Select(r => r.Row)], CancellationToken.None);
            claimed = result.Claimed.Count;
            outcomes.Committed(result);
            stats.CountReceived(rows.Count, claimed);
        }
        catch (Npgsql.NpgsqlException)
        {
            outcomes.AnswerLost();
            await broker.HideAsync(queue, [.. rows.Select(r => r.Receipt)], options.PollInterval, CancellationToken.None);
            throw;
        }
        finally
        {
            places.Release(rows.Count - claimed);
        }

        await broker.AckAsync(queue, [.. rows.Select(r => r.Receipt)], CancellationToken.None);
        return claimed;
    }

    private async Task ArchiveAsync(string queue, ReceivedMessage message, string reason)
    {
        await broker.ArchiveAsync(queue, [message.Receipt], reason, CancellationToken.None);
        LogArchived(logger, queue, reason, message.ReadCount);
    }

    [LoggerMessage(4202, LogLevel.Warning, "Taking steps from queue {Queue} of the broker failed and is tried again: {Error}")]
    private static partial void LogFailed(ILogger logger, string queue, string error);

    [LoggerMessage(4203, LogLevel.Warning, "The namespaces could not be read: {Error}")]
    private static partial void LogNoNamespaces(ILogger logger, string error);

    [LoggerMessage(4204, LogLevel.Warning, "A message of queue {Queue} was archived as {Reason} after {Reads} deliveries")]
    private static partial void LogArchived(ILogger logger, string queue, string reason, int reads);
}
