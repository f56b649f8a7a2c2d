using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about nodes. Answers are shared for one second.</summary>
public sealed class WorkerBrowser
{
    /// <summary>Live nodes first, then those that stopped last; at most 200.</summary>
    public Task<IReadOnlyList<NodeItem>> ListAsync(CancellationToken ct) => throw new NotSupportedException();
}
