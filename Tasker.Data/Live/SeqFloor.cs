namespace Tasker.Data.Live;

/// <summary>
/// The row number below which no row can still appear. Numbers are given before commit, so "everything after the last one seen" would
/// skip a row whose transaction is still open. A number may be passed once every transaction that was writing history when it was
/// the highest has ended; transactions that began to write later have higher numbers.
/// </summary>
internal sealed class SeqFloor
{
    private long _candidate;
    private HashSet<string>? _writers;

    /// <summary>Rows up to here are final.</summary>
    public long Value { get; private set; }

    /// <summary>
    /// Takes a look at the writers. <paramref name="highest"/> must have been read before <paramref name="writers"/>.
    /// </summary>
    /// <returns>The number up to which rows are final for every snapshot taken from now on; null when that cannot be said yet.</returns>
    public long? Observe(long highest, IEnumerable<string> writers)
    {
        if (_writers is null)
        {
            _candidate = highest;
            _writers = [.. writers];
        }
        else
        {
            _writers.IntersectWith(writers);
        }

        if (_writers.Count > 0) return null;
        _writers = null;
        return _candidate;
    }

    /// <summary>Moves up; the rows below were handed on.</summary>
    public void Raise(long value) => Value = Math.Max(Value, value);
}
