namespace Tasker.Data.Reads;

/// <summary>A place in a history: the row and the move in it.</summary>
/// <param name="Seq">Number of the row.</param>
/// <param name="Hop">Place in the row, from 1.</param>
public readonly record struct HistoryPlace(long Seq, int Hop)
{
    /// <summary>Before everything.</summary>
    public static readonly HistoryPlace Start = new(-1, 0);

    /// <summary>After everything.</summary>
    public static readonly HistoryPlace End = new(long.MaxValue, 0);
}
