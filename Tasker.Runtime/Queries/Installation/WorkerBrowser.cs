using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about nodes. Answers are shared for one second.</summary>
public sealed class WorkerBrowser(NodeReads nodes, TimeProvider clock) : IDisposable
{
    private const int MostNodes = 200;

    private readonly Shared<IReadOnlyList<NodeItem>> _nodes = new(ct => nodes.ListAsync(MostNodes, ct), TimeSpan.FromSeconds(1), clock);

    /// <summary>Live nodes first, then those that stopped last; at most 200.</summary>
    public Task<IReadOnlyList<NodeItem>> ListAsync(CancellationToken ct) => _nodes.GetAsync(ct);

    /// <inheritdoc/>
    public void Dispose() => _nodes.Dispose();
}
