using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Tasks;

/// <summary>A task's moves as far as they were read, newest last. One page's, not for several threads.</summary>
internal sealed class TaskEvents(TaskBrowser tasks, TaskId task)
{
    private const int PageSize = 100;

    private readonly SortedDictionary<(long Seq, int Hop, int Step), TransitionItem> _moves = [];
    private string? _older;

    /// <summary>What was read, newest last.</summary>
    public IEnumerable<TransitionItem> Moves => _moves.Values;

    /// <summary>How many were read.</summary>
    public int Count => _moves.Count;

    /// <summary>True when there are earlier ones to read.</summary>
    public bool HasEarlier => _older is not null;

    /// <summary>Reads the newest ones; what was read before stays when nothing lies between.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        var page = await tasks.TransitionsAsync(task, new PageRequest(PageSize), ct);
        var touches = page.Items.Any(m => _moves.ContainsKey(Key(m)));
        if (!touches)
        {
            _moves.Clear();
            _older = page.Older;
        }

        Add(page.Items);
    }

    /// <summary>Reads a page of earlier ones.</summary>
    public async Task EarlierAsync(CancellationToken ct)
    {
        if (_older is null) return;
        var page = await tasks.TransitionsAsync(task, new PageRequest(PageSize, _older), ct);
        _older = page.Older;
        Add(page.Items);
    }

    private static (long, int, int) Key(TransitionItem move) => (move.Seq, move.Hop, move.StepNo ?? -1);

    private void Add(IEnumerable<TransitionItem> moves)
    {
        foreach (var move in moves) _moves[Key(move)] = move;
    }
}
