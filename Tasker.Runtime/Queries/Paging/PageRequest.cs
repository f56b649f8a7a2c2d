namespace Tasker.Runtime.Queries;

/// <summary>Which page of a list.</summary>
/// <param name="Size">Rows, 1 to 200; values outside are brought to the nearest.</param>
/// <param name="Cursor">A cursor of an earlier page of the same list; null for the newest rows.</param>
public sealed record PageRequest(int Size = 50, string? Cursor = null)
{
    /// <summary>The most rows of a page.</summary>
    public const int MostRows = 200;

    internal int Rows => Math.Clamp(Size, 1, MostRows);
}
