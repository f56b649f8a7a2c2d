using System.Globalization;
using Tasker.Data.DeadLetters;

namespace Tasker.Web.Components.Failures;

/// <summary>What the list of dead letters was asked, as it stands in the address.</summary>
/// <param name="Status">A resolution, or <c>all</c>; null for pending ones, the most urgent first.</param>
/// <param name="Reason">A reason; null for all.</param>
/// <param name="Template">A template as <c>namespace/name</c>; null for all.</param>
/// <param name="Before">Entered before this time, UTC, ISO 8601; null: whenever. A time and no age, so that the next page is one of the same list.</param>
/// <param name="Cursor">The page; null for the first.</param>
internal sealed record DeadLetterQuery(string? Status = null, string? Reason = null, string? Template = null, string? Before = null, string? Cursor = null)
{
    /// <summary>The status that means all of them.</summary>
    public const string AllStatuses = "all";

    /// <summary>Ages that can be chosen.</summary>
    public static IReadOnlyList<(string Words, TimeSpan Age)> Ages { get; } =
        [("older than 15 minutes", TimeSpan.FromMinutes(15)), ("older than an hour", TimeSpan.FromHours(1)), ("older than a day", TimeSpan.FromDays(1)), ("older than a week", TimeSpan.FromDays(7))];

    /// <summary>True for the investigation queue: only pending ones, by urgency.</summary>
    public bool IsQueue => Status is null or DeadLetterResolutions.Pending;

    /// <summary>True when nothing narrows the list but the status.</summary>
    public bool IsUnfiltered => this is { Reason: null, Template: null, Before: null };

    /// <summary>The time of <see cref="Before"/>; null when there is none that can be read.</summary>
    public DateTimeOffset? EnteredBefore =>
        DateTimeOffset.TryParse(Before, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The address of this list.</summary>
    public string Href => FailureLinks.With(
        FailureLinks.DeadLetters, ("status", Status == DeadLetterResolutions.Pending ? null : Status), ("reason", Reason), ("template", Template), ("before", Before), ("cursor", Cursor));

    /// <summary>The same question in the words of the reader.</summary>
    public DeadLetterFilter ToFilter()
    {
        var template = Template?.Split('/', 2);
        return new DeadLetterFilter
        {
            Resolution = IsQueue ? DeadLetterResolutions.Pending : Status == AllStatuses ? null : Status,
            Reason = Reason,
            Namespace = template is [var ns, _] ? ns : null,
            Template = template is [_, var name] ? name : template?[0],
            EnteredBefore = EnteredBefore,
        };
    }

    /// <summary>A time as it stands in the address.</summary>
    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
