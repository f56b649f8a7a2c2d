using Microsoft.Extensions.Logging;
using Tasker.Data.Flow;
using Tasker.Data.Queue;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Messaging.Relay;

/// <summary>
/// Offers the rows of the namespaces' queues to the broker. A row stays where it is until its step is claimed, hidden for the visibility
/// timeout; what the broker lost is offered again after it. Only as much is offered as the broker's queue may hold, so that a backlog
/// waits in the database and is not offered twice over.
/// </summary>
internal sealed partial class BrokerRelay(
    RelayStore store, IMessageQueue broker, MessagingOptions messaging, EngineOptions options, EngineSignals signals, RelayStats stats, TimeProvider clock,
    ILogger<BrokerRelay> logger)
{
    private const int Page = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await signals.Offers.WaitAsync(options.PollInterval, clock, ct);
                await RunOnceAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                stats.CountFailure();
                LogFailed(logger, e.Message);
                await Task.Delay(options.PollInterval / 4, clock, ct);
                signals.Offers.Set();
            }
        }
    }

    /// <summary>Offers what is visible in all queues, as far as the broker has room.</summary>
    /// <returns>Rows offered.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var offered = 0;
        foreach (var ns in await store.NamespacesAsync(ct)) offered += await OfferAsync(QueueName.Of(ns).Name, ct);
        return offered;
    }

    private async Task<int> OfferAsync(string queue, CancellationToken ct)
    {
        var offered = 0;
        await store.ExpireAsync(queue, messaging.MostOffered, ct);
        while (true)
        {
            // Asked first: a broker that is down must not get rows hidden for nothing.
            var room = messaging.MostOffered - (await broker.MetricsAsync(queue, ct)).Depth;
            if (room <= 0) return offered;
            var most = Math.Min(room, Page);
            var rows = await store.OfferAsync(queue, messaging.Visibility, most, ct);
            if (rows.Count > 0) await SendAsync(queue, rows, ct);
            offered += rows.Count;
            stats.CountOffered(rows.Count);
            if (rows.Count < most) return offered;
        }
    }

    private async Task SendAsync(string queue, IReadOnlyList<long> rows, CancellationToken ct)
    {
        try
        {
            await broker.SendAsync(queue, [.. rows.Select(r => new StepMessage(r).ToOutgoing())], ct);
        }
        catch
        {
            // Some may have arrived: their messages find the step claimed and are dropped.
            await store.TakeBackAsync(queue, rows, CancellationToken.None);
            throw;
        }
    }

    [LoggerMessage(4201, LogLevel.Warning, "Offering steps to the broker failed and is tried again: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);
}
