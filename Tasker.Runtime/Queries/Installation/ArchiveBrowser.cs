using Tasker.Data.Queue;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about messages that were put aside.</summary>
public sealed class ArchiveBrowser(ArchiveStore archive)
{
    /// <summary>Messages in one answer.</summary>
    public const int PageSize = 100;

    /// <summary>A queue's archive, newest first, at most <see cref="PageSize"/>.</summary>
    /// <param name="queue">The queue's name, without PGMQ's <c>q_</c>.</param>
    /// <param name="below">Only messages with a smaller id: the last one of the page before. Null: from the newest on.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null: there is no such queue.</returns>
    public Task<IReadOnlyList<ArchivedMessage>?> ListAsync(string queue, long? below, CancellationToken ct) =>
        archive.ListAsync(queue, below ?? long.MaxValue, PageSize, ct);
}
