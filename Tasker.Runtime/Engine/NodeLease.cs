using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Leases;
using Tasker.Runtime.Worker;

namespace Tasker.Runtime.Engine;

/// <summary>
/// This process's lease. Renewed at a third of its length; a node that could not renew for four fifths of it no longer trusts itself:
/// it stops its handlers and takes nothing until it has a lease again. A lease that was doubted once is never used again.
/// </summary>
internal sealed partial class NodeLease(
    TaskerDataSource data, EngineOptions options, WorkerOptions worker, TimeProvider clock, ILogger<NodeLease> logger)
{
    private const double TrustedShare = 0.8;

    private int _node;
    private long _renewed;
    private bool _doubted;
    private int _lost;

    /// <summary>The node's id; 0 before the first registration.</summary>
    public int Node => Volatile.Read(ref _node);

    /// <summary>True while the last renewal is young enough to be sure that nobody took the node's attempts.</summary>
    public bool IsTrusted => TrustLeft > TimeSpan.Zero;

    /// <summary>For how long the lease can still be trusted without another renewal; zero or less when it cannot.</summary>
    public TimeSpan TrustLeft => Node == 0 || Volatile.Read(ref _doubted)
        ? TimeSpan.Zero
        : options.Lease * TrustedShare - clock.GetElapsedTime(Volatile.Read(ref _renewed));

    /// <summary>How often the lease was lost since the start.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Time between renewals.</summary>
    public TimeSpan Period => options.Lease / 3;

    public async Task RegisterAsync(CancellationToken ct)
    {
        var before = clock.GetTimestamp();
        var registration = new NodeRegistration(
            Guid.CreateVersion7(clock.GetUtcNow()), System.Environment.MachineName, System.Environment.ProcessId,
            options.Roles.ToString().ToLowerInvariant(),
            worker.Namespaces.Count == 0 ? null : JsonSerializer.Serialize(worker.Namespaces));
        var node = await NodeStore.RegisterAsync(data.Engine, registration, options.Lease, ct);
        // The lease began somewhere during the call; counting from before it errs on the safe side.
        Volatile.Write(ref _renewed, before);
        Volatile.Write(ref _node, node);
        Volatile.Write(ref _doubted, false);
        LogRegistered(logger, node, registration.Roles);
    }

    /// <summary>Renews once.</summary>
    /// <returns>
    /// False: the lease is no longer this node's to trust, because it was declared dead or could not renew in time. Whatever it runs must
    /// be dropped; then <see cref="StartAgainAsync"/>.
    /// </returns>
    public async Task<bool> RenewAsync(string stats, CancellationToken ct)
    {
        var before = clock.GetTimestamp();
        if (IsTrusted && await NodeStore.RenewAsync(data.Engine, Node, options.Lease, stats, ct))
        {
            Volatile.Write(ref _renewed, before);
            return true;
        }

        Volatile.Write(ref _doubted, true);
        return false;
    }

    /// <summary>Asks the database whether the lease still runs: after an end was refused that should not have been.</summary>
    /// <returns>False: it does not, or is in doubt. The heartbeat will find the same and start again.</returns>
    public async Task<bool> ConfirmAsync(CancellationToken ct)
    {
        var node = Node;
        if (!IsTrusted) return false;
        if (await NodeStore.IsRunningAsync(data.Engine, node, ct)) return true;
        if (node == Node) Volatile.Write(ref _doubted, true);
        return false;
    }

    /// <summary>Gives the doubted lease up, so that others need not wait for its end, and takes a new one under a new id.</summary>
    public async Task StartAgainAsync(CancellationToken ct)
    {
        Volatile.Write(ref _doubted, true);
        LogStartsAgain(logger, Node);
        await NodeStore.StopAsync(data.Engine, Node, ct);
        await RegisterAsync(ct);
        Interlocked.Increment(ref _lost);
    }

    public Task EndAsync(CancellationToken ct) => Node == 0 ? Task.CompletedTask : NodeStore.StopAsync(data.Engine, Node, ct);

    [LoggerMessage(1301, LogLevel.Information, "Node {Node} registered with roles {Roles}")]
    private static partial void LogRegistered(ILogger logger, int node, string roles);

    [LoggerMessage(1302, LogLevel.Warning, "Node {Node} lost its lease and starts again under a new id")]
    private static partial void LogStartsAgain(ILogger logger, int node);
}
