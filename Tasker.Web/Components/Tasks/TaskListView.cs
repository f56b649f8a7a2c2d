using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Tasks;

/// <summary>
/// The rows of a page and what happened to them since: rows that are shown change in place, rows that are not are counted. It never
/// adds, removes or moves a row. Pure; one page's, not for several threads.
/// </summary>
internal sealed class TaskListView(IReadOnlyList<TaskListItem> rows, bool isNewest, Func<LiveEvent, bool> mayBelong)
{
    private const int MostCounted = 1_000;

    private readonly List<TaskListItem> _rows = [.. rows];
    private readonly Dictionary<TaskId, int> _places = rows.Select((r, i) => (r.TaskId, i)).ToDictionary(p => p.TaskId, p => p.i);
    private readonly HashSet<TaskId> _arrived = [];
    private readonly Guid _newest = rows.Count > 0 ? rows[0].TaskId.Value : Guid.Empty;

    /// <summary>What is shown.</summary>
    public IReadOnlyList<TaskListItem> Rows => _rows;

    /// <summary>How many tasks came since that the list would show.</summary>
    public int Arrived => _arrived.Count;

    /// <summary>Takes notice of events.</summary>
    /// <returns>The rows that are shown and changed: to be read again.</returns>
    public IReadOnlyList<TaskId> Notice(IReadOnlyList<LiveEvent> events)
    {
        var changed = new List<TaskId>();
        foreach (var change in events.Where(e => e.Kind == LiveEventKind.Task))
        {
            if (_places.ContainsKey(change.TaskId)) changed.Add(change.TaskId);
            else if (isNewest && change.TaskId.Value > _newest && _arrived.Count < MostCounted && mayBelong(change)) _arrived.Add(change.TaskId);
        }

        return changed;
    }

    /// <summary>Puts rows in the places of their older selves.</summary>
    public void Replace(IEnumerable<TaskListItem> newer)
    {
        foreach (var row in newer)
        {
            if (_places.TryGetValue(row.TaskId, out var place)) _rows[place] = row;
        }
    }
}
