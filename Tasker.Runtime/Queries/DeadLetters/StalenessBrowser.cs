using System.Globalization;
using Tasker.Data;
using Tasker.Data.Staleness;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>Shows how near open tasks are to their limits, and what the next run of the detector would do. Looking only.</summary>
public sealed class StalenessBrowser(TaskerDataSource data, StalenessLimits limits)
{
    /// <summary>Open tasks that one answer looks at, at most.</summary>
    public const int MostSearched = 20_000;

    /// <summary>Acts that a preview shows, at most.</summary>
    public const int MostPlanned = 200;

    /// <summary>The share of a limit from which on a task is listed as a warning (R§1.6).</summary>
    public const double WarningShare = 0.8;

    private const int Slice = 1000;

    /// <summary>The limits that hold where a template does not say.</summary>
    public StalenessLimits Limits => limits;

    /// <summary>Open tasks, the oldest first.</summary>
    /// <param name="health"><c>stale</c>, <c>warning</c>, <c>healthy</c>, <c>all</c>; null: stale and warning.</param>
    /// <param name="page">How many rows, and where the last page ended.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>A page with a cursor to the next, if there may be more.</returns>
    public async Task<KeysetPage<StalenessItem>> ListAsync(string? health, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (Range(health) is not { } range)
        {
            return KeysetPage<StalenessItem>.Refused(new QueryProblem("health", $"'{health}' is none of stale, warning, healthy, all"));
        }

        var place = page.Cursor is { Length: > 0 } text ? Parse(text) : StalenessPlace.Start;
        if (place is null) return KeysetPage<StalenessItem>.Refused(new QueryProblem("cursor", "the cursor cannot be read; start without one"));
        var items = new List<StalenessItem>();
        var looked = 0;
        while (place is not null && items.Count < page.Rows && looked < MostSearched)
        {
            var part = await StalenessStore.MonitorAsync(data.Console, place, Slice, limits, range.Least, range.Below, ct);
            items.AddRange(part.Items);
            looked += part.Looked;
            place = part.Next;
        }

        if (items.Count > page.Rows)
        {
            items.RemoveRange(page.Rows, items.Count - page.Rows);
            place = new StalenessPlace(items[^1].Phase, items[^1].TaskId);
        }

        return new KeysetPage<StalenessItem> { Items = items, Older = place is null ? null : Format(place), SearchedRows = looked };
    }

    /// <summary>What a run would do now, oldest tasks first; at most <see cref="MostPlanned"/> acts of the first <see cref="MostSearched"/> open tasks.</summary>
    public async Task<StalenessLook> PreviewAsync(CancellationToken ct)
    {
        var planned = new List<PlannedAct>();
        var (stale, looked) = (0, 0);
        StalenessPlace? place = StalenessPlace.Start;
        while (place is not null && planned.Count < MostPlanned && looked < MostSearched)
        {
            var part = await StalenessStore.LookAsync(data.Console, place, Slice, limits, ct);
            planned.AddRange(part.Planned);
            (stale, looked, place) = (stale + part.Stale, looked + part.Looked, part.Next);
        }

        return new StalenessLook([.. planned.Take(MostPlanned)], stale, looked, place);
    }

    private static (double Least, double Below)? Range(string? health) => health switch
    {
        null => (WarningShare, double.PositiveInfinity),
        "stale" => (1, double.PositiveInfinity),
        "warning" => (WarningShare, 1),
        "healthy" => (0, WarningShare),
        "all" => (0, double.PositiveInfinity),
        _ => null,
    };

    private static string Format(StalenessPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Phase}.{place.TaskId.Value:N}");

    private static StalenessPlace? Parse(string text) =>
        text is ['0' or '1', '.', ..] && Guid.TryParseExact(text.AsSpan(2), "N", out var task)
            ? new StalenessPlace((short)(text[0] - '0'), new TaskId(task))
            : null;
}
