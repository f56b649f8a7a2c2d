using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Renews the node's lease and reports its figures. The last loop to stop. When the lease cannot be trusted any more it cancels
/// everything the node runs: another node may be about to run the same.
/// </summary>
internal sealed partial class Heartbeat(
    NodeLease lease, HeldSteps held, NodeFigures figures, TimeProvider clock, ILogger<Heartbeat> logger)
{
    private bool _trusted = true;

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(lease.Period, clock);
        while (await WaitAsync(timer, ct)) await RunOnceAsync(ct);
    }

    public async Task RunOnceAsync(CancellationToken ct)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(lease.Period);
            if (!await lease.RenewAsync(JsonSerializer.Serialize(figures.Read(), NodeFigures.Json), limit.Token)) held.CancelAll();
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailed(logger, e.GetType().Name);
        }

        if (_trusted && !lease.IsTrusted)
        {
            LogNotTrusted(logger, lease.Node, held.Count);
            held.CancelAll();
        }

        _trusted = lease.IsTrusted;
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(3501, LogLevel.Warning, "The lease could not be renewed: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);

    [LoggerMessage(3502, LogLevel.Error, "Node {Node} can no longer be sure of its lease; {Count} attempts are cancelled")]
    private static partial void LogNotTrusted(ILogger logger, int node, int count);
}
