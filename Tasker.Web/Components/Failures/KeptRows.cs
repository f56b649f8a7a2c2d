namespace Tasker.Web.Components.Failures;

/// <summary>
/// The rows of a page, and what a later look at the same page found: rows that are shown change in place, rows that are not are counted, rows
/// that are gone stay and are marked. It never adds, removes or moves a row. Pure; one page's, not for several threads.
/// </summary>
/// <typeparam name="TKey">What identifies a row.</typeparam>
/// <typeparam name="T">What a row is.</typeparam>
internal sealed class KeptRows<TKey, T>(IReadOnlyList<T> rows, Func<T, TKey> key)
    where TKey : notnull
{
    private readonly List<T> _rows = [.. rows];
    private HashSet<TKey> _gone = [];

    /// <summary>What is shown.</summary>
    public IReadOnlyList<T> Rows => _rows;

    /// <summary>How many rows the page would show that it does not.</summary>
    public int Arrived { get; private set; }

    /// <summary>True when the list does not have the row any more.</summary>
    public bool IsGone(T row) => _gone.Contains(key(row));

    /// <summary>Takes notice of what the same page would show now.</summary>
    public void Look(IReadOnlyList<T> now)
    {
        var found = now.ToDictionary(key);
        for (var i = 0; i < _rows.Count; i++)
        {
            if (found.TryGetValue(key(_rows[i]), out var newer)) _rows[i] = newer;
        }

        var shown = _rows.Select(key).ToHashSet();
        Arrived = now.Count(r => !shown.Contains(key(r)));
        // What stands below the last row that is still there was pushed out of the page by others; it need not be gone.
        var last = Arrived == 0 ? _rows.Count - 1 : _rows.FindLastIndex(r => found.ContainsKey(key(r)));
        _gone = [.. _rows.Take(last + 1).Select(key).Where(k => !found.ContainsKey(k))];
    }
}
