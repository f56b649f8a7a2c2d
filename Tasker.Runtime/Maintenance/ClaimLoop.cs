using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Pauses;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Takes steps from the queues while the worker has free places. Woken by whoever queued something, by a place that came free while
/// work was left, and by the poll that found a queue with work. Queues take turns: each gets an equal share of the free places, and
/// the next round begins with the next queue, so that none waits for another to run empty.
/// </summary>
internal sealed partial class ClaimLoop(
    TaskerDataSource data, NodeLease lease, Places places, ClaimPolicy policy, FlowOutcomes outcomes, EngineSignals signals, WakeUp wakeUp,
    NamespaceDirectory namespaces, CrashPoints crash, EngineOptions options, TimeProvider clock, ILogger<ClaimLoop> logger)
{
    private const int MaxBatch = 500;
    private const int ParkBatch = 5000;

    // Queues that may hold work, the one whose turn is next first.
    private readonly List<QueueName> _withWork = [];

    /// <summary>Notes that a namespace's queue has work.</summary>
    public void Note(string ns)
    {
        if (policy.Serves(ns) && !_withWork.Exists(q => string.Equals(q.Namespace, ns, StringComparison.OrdinalIgnoreCase))) _withWork.Add(QueueName.Of(ns));
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
                signals.WorkLeft = _withWork.Count > 0 && wakeUp.TakesWork;
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
                await PauseAsync(ct);
            }
        }
    }

    /// <summary>Claims until the places are full or the queues known to have work are empty.</summary>
    /// <returns>Steps claimed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var claimed = 0;
        // Of those that are left in this round; a queue that is still full goes to the end.
        for (var round = _withWork.Count; _withWork.Count > 0 && lease.IsTrusted && wakeUp.TakesWork; round = round > 1 ? round - 1 : _withWork.Count)
        {
            var reserved = places.ReserveForNew(Math.Min(MaxBatch, Math.Max(1, (places.Free + round - 1) / Math.Max(1, round))));
            if (reserved == 0) break;
            var queue = _withWork[0];
            var (seen, got) = await ClaimAsync(queue, reserved, ct);
            claimed += got;
            _withWork.RemoveAt(0);
            if (seen >= reserved) _withWork.Add(queue);
        }

        return claimed;
    }

    private async Task<(int Seen, int Claimed)> ClaimAsync(QueueName queue, int reserved, CancellationToken ct)
    {
        var used = 0;
        try
        {
            FlowResult result;
            await using (var connection = await data.Engine.OpenConnectionAsync(ct))
            {
                result = await FlowWriter.ClaimAsync(connection, lease.Node, queue, reserved, CancellationToken.None);
            }

            used = result.Claimed.Count;
            if (used > 0) crash.Pass(CrashPoint.AfterClaim);
            outcomes.Committed(result);
            if (result.Parked > 0 && result.Parked * 2 >= reserved) await ParkAsync(queue, ct);
            return (result.Taken + result.Parked, used);
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

    // Much of the head is paused: it is put aside at once and not a few places at a time, or what stands behind it would wait long.
    private async Task ParkAsync(QueueName queue, CancellationToken ct)
    {
        while (true)
        {
            var (looked, parked) = await PauseWriter.ParkAsync(data.Engine, queue.Name, ParkBatch, ct);
            if (looked < ParkBatch || parked * 2 < looked) return;
        }
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(options.PollInterval, clock, ct);
        }
        catch (OperationCanceledException)
        {
            // Stopped: the loop sees it.
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "Claiming from the queues failed; tried again after the poll interval")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
