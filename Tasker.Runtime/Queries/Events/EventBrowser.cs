using Tasker.Data.Events;
using Tasker.Runtime.Events;

namespace Tasker.Runtime.Queries;

/// <summary>Published domain events, read by position.</summary>
public sealed class EventBrowser(EventLog log)
{
    /// <summary>The most events of a page.</summary>
    public const int MostRows = 500;

    /// <summary>Events after a position.</summary>
    /// <param name="after">The position; 0 for the beginning of what is kept.</param>
    /// <param name="name">A name, <c>prefix.*</c> or <c>*</c>; null: all.</param>
    /// <param name="rows">How many at most, 1 to 500; values outside are brought to the nearest.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<EventPage> ReadAsync(long after, string? name, int rows, CancellationToken ct)
    {
        if (name is not null && !EventPattern.IsPattern(name)) return new EventPage([], after, new QueryProblem("name", "must be an event's name, 'prefix.*' or '*'"));
        var (events, next) = await log.ReadAsync(after, name == "*" ? null : name, Math.Clamp(rows, 1, MostRows), ct);
        return new EventPage(events, next);
    }
}
