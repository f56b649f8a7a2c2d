using Tasker.Data.DeadLetters;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about dead letters. Figures are shared for a second.</summary>
public sealed class DeadLetterBrowser(DeadLetterReads reads, TimeProvider clock) : IDisposable
{
    private readonly Shared<IReadOnlyList<DeadLetterReasonRow>> _stats = new(reads.StatsAsync, TimeSpan.FromSeconds(1), clock);

    /// <summary>Entries, newest first.</summary>
    /// <param name="filter">Which; a resolution or reason that does not exist is a problem.</param>
    /// <param name="page">Which page.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<KeysetPage<DeadLetterItem>> ListAsync(DeadLetterFilter filter, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        if (Problem(filter) is { } wrong) return KeysetPage<DeadLetterItem>.Refused(wrong);
        var pager = new Pager($"dlq {filter}", page);
        if (pager.Open() is { } problem) return KeysetPage<DeadLetterItem>.Refused(problem);
        var found = await reads.ListAsync(filter, pager.Key ?? Guid.AllBitsSet, pager.IsNewer, pager.Ask, ct);
        return pager.Close(found.Items, i => i.EntryId, found.SearchedTo, found.SearchedTo is null ? null : found.SearchedRows);
    }

    /// <summary>Pending entries, the most urgent first (R§1.6); <c>Older</c> leads to less urgent ones.</summary>
    /// <param name="filter">Which; its resolution does not matter. A reason that does not exist is a problem.</param>
    /// <param name="page">Which page.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<KeysetPage<DeadLetterItem>> QueueAsync(DeadLetterFilter filter, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        if (Problem(filter) is { } wrong) return KeysetPage<DeadLetterItem>.Refused(wrong);
        var pager = new Pager($"dlq queue {filter}", page);
        if (pager.Open() is { } problem) return KeysetPage<DeadLetterItem>.Refused(problem);
        var found = await reads.QueueAsync(filter, pager.Key, pager.IsNewer, pager.Ask, ct);
        return pager.Close(found.Items, i => i.EntryId, found.SearchedTo, found.SearchedTo is null ? null : found.SearchedRows);
    }

    /// <summary>One entry with its snapshot; null when there is none.</summary>
    public Task<DeadLetterEntry?> GetAsync(Guid entry, CancellationToken ct) => reads.GetAsync(entry, ct);

    /// <summary>The newest entry of a task with its snapshot; null when it never had one.</summary>
    public Task<DeadLetterEntry?> OfTaskAsync(TaskId task, CancellationToken ct) => reads.OfTaskAsync(task, ct);

    /// <summary>Figures of every reason.</summary>
    public Task<IReadOnlyList<DeadLetterReasonRow>> StatsAsync(CancellationToken ct) => _stats.GetAsync(ct);

    /// <inheritdoc/>
    public void Dispose() => _stats.Dispose();

    private static QueryProblem? Problem(DeadLetterFilter filter) =>
        filter.Resolution is { } resolution && !DeadLetterResolutions.All.Contains(resolution)
            ? new QueryProblem("resolution_status", $"'{resolution}' is none of {string.Join(", ", DeadLetterResolutions.All)}")
            : filter.Reason is { } reason && !DeadLetterReasons.All.Contains(reason)
                ? new QueryProblem("reason", $"'{reason}' is none of {string.Join(", ", DeadLetterReasons.All)}")
                : null;
}
