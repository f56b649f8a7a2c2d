using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>Pages of a task's or step's history.</summary>
internal static class HistoryPages
{
    public static async Task<KeysetPage<TransitionItem>> ReadAsync(
        HistoryReads history, TaskId task, int? stepNo, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(page);
        var pager = new Pager($"history {task} {stepNo}", page);
        if (pager.Open() is { } problem) return KeysetPage<TransitionItem>.Refused(problem);
        var place = pager.Cursor?.Place() ?? HistoryPlace.End;
        var found = await history.TransitionsAsync(task, stepNo, place, pager.IsNewer, pager.Ask, ct);
        return pager.Close(found, t => PageCursor.KeyOf(new HistoryPlace(t.Seq, t.Hop)));
    }
}
