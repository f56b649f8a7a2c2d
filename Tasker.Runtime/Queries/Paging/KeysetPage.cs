namespace Tasker.Runtime.Queries;

/// <summary>A page of a list, newest first. Rows that come or go elsewhere never repeat or hide a row of a neighbouring page.</summary>
/// <typeparam name="T">What a row is.</typeparam>
public sealed record KeysetPage<T>
{
    /// <summary>The rows, newest first; empty when there is a <see cref="Problem"/>.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Cursor of the page with newer rows; null when there are none.</summary>
    public string? Newer { get; init; }

    /// <summary>Cursor of the page with older rows; null when there are none.</summary>
    public string? Older { get; init; }

    /// <summary>
    /// Set when the search stopped at its limit before the page was full: how many rows were looked at. <see cref="Older"/> or
    /// <see cref="Newer"/> goes on from there.
    /// </summary>
    public int? SearchedRows { get; init; }

    /// <summary>Why there is no page: a cursor or a filter that cannot be used.</summary>
    public QueryProblem? Problem { get; init; }

    internal static KeysetPage<T> Refused(QueryProblem problem) => new() { Items = [], Problem = problem };
}
