using Tasker.Data.Failures;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about failure clusters.</summary>
public sealed class FailureBrowser(FailureReads failures)
{
    // PostgreSQL keeps microseconds; a key with more would pass over its own row.
    private static readonly DateTimeOffset Newest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Clusters by their last failure, the newest first.</summary>
    public async Task<KeysetPage<FailureCluster>> ListAsync(ClusterQuery query, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        var pager = new Pager($"failures {query}", page);
        if (pager.Open() is { } problem) return KeysetPage<FailureCluster>.Refused(problem);
        var place = pager.Cursor?.Place();
        var at = place is { } p ? DateTimeOffset.UnixEpoch.AddMicroseconds(p.Seq) : Newest;
        var found = await failures.ListAsync(query, at, place?.Hop ?? int.MaxValue, pager.IsNewer, pager.Ask, ct);
        return pager.Close(found, k => PageCursor.KeyOf(new HistoryPlace((k.LastSeen - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, k.Id)));
    }

    /// <summary>One cluster; null when there is none.</summary>
    public Task<FailureCluster?> FindAsync(int id, CancellationToken ct) => failures.FindAsync(id, ct);

    /// <summary>Steps of a cluster, the oldest task first, at most 200.</summary>
    /// <param name="id">The cluster.</param>
    /// <param name="after">The step after which to begin; null for the first.</param>
    /// <param name="onlyOpen">True: only those that are still failed so.</param>
    /// <param name="rows">How many, 1 to 200; values outside are brought to the nearest.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The steps, and whether there are more.</returns>
    public async Task<(IReadOnlyList<AffectedStep> Steps, bool More)> StepsAsync(int id, StepId? after, bool onlyOpen, int rows, CancellationToken ct)
    {
        var wanted = Math.Clamp(rows, 1, PageRequest.MostRows);
        var found = await failures.StepsAsync(id, after, onlyOpen, wanted + 1, ct);
        return ([.. found.Take(wanted)], found.Count > wanted);
    }
}
