using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Maintenance;

/// <summary>The background loops of this node, each supervised.</summary>
internal sealed class NodeLoops(TimeProvider clock, ILogger<NodeLoops> logger)
{
    private readonly ConcurrentQueue<SupervisedLoop> _loops = new();

    /// <summary>How they are doing, in the order of their start.</summary>
    public IReadOnlyList<LoopSnapshot> Read() => [.. _loops.Select(l => l.Read())];

    /// <summary>Runs a loop in the background until cancelled.</summary>
    /// <returns>Ends when the loop has ended; never fails.</returns>
    public Task Start(string name, Func<CancellationToken, Task> loop, CancellationToken ct)
    {
        var supervised = new SupervisedLoop(name, loop, clock, logger);
        _loops.Enqueue(supervised);
        return Task.Run(() => supervised.RunAsync(ct), CancellationToken.None);
    }
}
