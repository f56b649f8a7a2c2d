using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Renews the node's lease and reports its figures. The last loop to stop. It wakes when the lease is due or when the trust in it ends,
/// whichever is sooner: then it cancels everything the node runs, because another node may be about to run the same.
/// </summary>
internal sealed partial class Heartbeat(
    NodeLease lease, HeldSteps held, NodeFigures figures, EngineSignals signals, CrashPoints crash, TimeProvider clock, ILogger<Heartbeat> logger)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private bool _dropped;

    public async Task RunAsync(CancellationToken ct)
    {
        var last = clock.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(Wait(clock.GetElapsedTime(last)), clock, ct);
            last = clock.GetTimestamp();
            await RunOnceAsync(ct);
        }
    }

    public async Task RunOnceAsync(CancellationToken ct)
    {
        try
        {
            using var limit = new CancellationTokenSource(Most(lease.IsTrusted ? Shorter(lease.Period, lease.TrustLeft) : lease.Period), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            crash.Pass(CrashPoint.BeforeRenewal);
            if (!await lease.RenewAsync(JsonSerializer.Serialize(figures.Read(), NodeFigures.Json), either.Token)) await StartAgainAsync(either.Token);
            crash.Pass(CrashPoint.AfterRenewal);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailed(logger, e.GetType().Name);
        }

        if (!lease.IsTrusted) Drop();
    }

    // What runs is dropped before the new lease is there: under the new one nothing must be cancelled.
    private async Task StartAgainAsync(CancellationToken ct)
    {
        Drop();
        await lease.StartAgainAsync(ct);
        _dropped = false;
        signals.Elsewhere.Set();
        signals.Tick.Set();
    }

    private void Drop()
    {
        if (_dropped) return;
        _dropped = true;
        LogNotTrusted(logger, lease.Node, held.Count);
        held.CancelAll();
    }

    private TimeSpan Wait(TimeSpan sinceLast)
    {
        if (!lease.IsTrusted) return Shorter(lease.Period, Again);
        var wait = Shorter(lease.Period - sinceLast, lease.TrustLeft);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Most(TimeSpan time) => time > TimeSpan.FromMilliseconds(1) ? time : TimeSpan.FromMilliseconds(1);

    [LoggerMessage(3501, LogLevel.Warning, "The lease could not be renewed: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);

    [LoggerMessage(3502, LogLevel.Error, "Node {Node} can no longer be sure of its lease; {Count} attempts are cancelled")]
    private static partial void LogNotTrusted(ILogger logger, int node, int count);
}
