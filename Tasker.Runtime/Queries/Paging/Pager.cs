namespace Tasker.Runtime.Queries;

/// <summary>What all keyset pages share: which way to go, one row more than asked to know whether there is more, and the cursors.</summary>
/// <param name="scope">Describes the list and its filter; a cursor is good for the same only.</param>
/// <param name="request">The page.</param>
internal sealed class Pager(string scope, PageRequest request)
{
    private PageCursor? _cursor;

    /// <summary>True: rows newer than <see cref="Key"/>, oldest first.</summary>
    public bool IsNewer => _cursor is { IsNewer: true };

    /// <summary>The key at which to begin; null for the newest rows.</summary>
    public Guid? Key => _cursor?.Key;

    /// <summary>The cursor; null for the newest rows.</summary>
    public PageCursor? Cursor => _cursor;

    /// <summary>How many rows to ask for: one more than are shown.</summary>
    public int Ask => request.Rows + 1;

    /// <summary>Reads the request's cursor.</summary>
    /// <returns>What is wrong with it; null when all is well.</returns>
    public QueryProblem? Open()
    {
        if (request.Cursor is not { Length: > 0 } text) return null;
        var (cursor, problem) = PageCursor.Decode(text, scope);
        _cursor = cursor;
        return problem;
    }

    /// <summary>Makes the page of the rows that were found, in the order that was asked for.</summary>
    /// <param name="found">The rows, <see cref="Ask"/> at most.</param>
    /// <param name="key">A row's key.</param>
    /// <param name="searchedTo">Where a search stopped before it was done.</param>
    /// <param name="searchedRows">How many rows it had looked at.</param>
    public KeysetPage<T> Close<T>(IReadOnlyList<T> found, Func<T, Guid> key, Guid? searchedTo = null, int? searchedRows = null)
    {
        var more = found.Count > request.Rows;
        List<T> items = [.. found.Take(request.Rows)];
        if (IsNewer) items.Reverse();
        // Ahead is the way that was gone. Behind lies the page that the cursor came from; the newest rows have nothing behind them.
        Guid? ahead = more ? key(IsNewer ? items[0] : items[^1]) : searchedTo;
        var behind = _cursor is { } from ? (items.Count == 0 ? from.Key : key(IsNewer ? items[^1] : items[0])) : (Guid?)null;
        return new KeysetPage<T>
        {
            Items = items,
            Newer = Text(newer: true, IsNewer ? ahead : behind),
            Older = Text(newer: false, IsNewer ? behind : ahead),
            SearchedRows = more ? null : searchedRows,
        };
    }

    private string? Text(bool newer, Guid? key) => key is { } k ? new PageCursor(newer, k).Encode(scope) : null;
}
