using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Takes steps from the queues while the worker has free places. Woken by whoever queued something, by a place that came free while
/// work was left, and by the poll that found a queue with work.
/// </summary>
internal sealed partial class ClaimLoop(
    TaskerDataSource data, NodeLease lease, Places places, ClaimPolicy policy, FlowOutcomes outcomes, EngineSignals signals, NamespaceDirectory namespaces,
    CrashPoints crash, EngineOptions options, TimeProvider clock, ILogger<ClaimLoop> logger)
{
    private const int MaxBatch = 500;

    private readonly ConcurrentDictionary<string, QueueName> _withWork = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes that a namespace's queue has work.</summary>
    public void Note(string ns)
    {
        if (policy.Serves(ns)) _withWork.TryAdd(ns, QueueName.Of(ns));
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await signals.Work.WaitAsync(options.PollInterval, clock, ct);
                foreach (var ns in namespaces.All) Note(ns);
                await RunOnceAsync(ct);
                signals.WorkLeft = !_withWork.IsEmpty;
                // A place may have come free between the last claim and the note.
                if (signals.WorkLeft) signals.PlaceFreed(places);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
                await Task.Delay(options.PollInterval, clock, ct);
            }
        }
    }

    /// <summary>Claims until the places are full or the queues known to have work are empty.</summary>
    /// <returns>Steps claimed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var claimed = 0;
        foreach (var (ns, queue) in _withWork)
        {
            while (lease.IsTrusted)
            {
                var reserved = places.Reserve(MaxBatch);
                if (reserved == 0) return claimed;
                var (taken, got) = await ClaimAsync(queue, reserved, ct);
                claimed += got;
                if (taken >= reserved) continue;
                _withWork.TryRemove(ns, out _);
                break;
            }
        }

        return claimed;
    }

    private async Task<(int Taken, int Claimed)> ClaimAsync(QueueName queue, int reserved, CancellationToken ct)
    {
        var used = 0;
        try
        {
            await using var connection = await data.Engine.OpenConnectionAsync(ct);
            var result = await FlowWriter.ClaimAsync(connection, lease.Node, queue, reserved, CancellationToken.None);
            used = result.Claimed.Count;
            if (used > 0) crash.Pass(CrashPoint.AfterClaim);
            outcomes.Committed(result);
            return (result.Taken, used);
        }
        catch (Npgsql.NpgsqlException)
        {
            outcomes.AnswerLost();
            throw;
        }
        finally
        {
            places.Release(reserved - used);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "Claiming from the queues failed; tried again after the poll interval")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
