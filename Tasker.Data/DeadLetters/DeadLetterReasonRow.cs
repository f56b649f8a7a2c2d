namespace Tasker.Data.DeadLetters;

/// <summary>The entries of one reason in figures.</summary>
/// <param name="Reason">One of <see cref="DeadLetterReasons"/>.</param>
/// <param name="Total">All.</param>
/// <param name="Pending">Not decided.</param>
/// <param name="ManuallyResolved">Repaired.</param>
/// <param name="PermanentFailures">Given up.</param>
/// <param name="Cancelled">Not needed.</param>
/// <param name="Oldest">The first entry; null when there is none.</param>
/// <param name="Newest">The last entry; null when there is none.</param>
/// <param name="AverageResolutionMinutes">Mean time to a decision, in minutes; what is pending counts with its time until now. Null without entries.</param>
public sealed record DeadLetterReasonRow(
    string Reason, long Total, long Pending, long ManuallyResolved, long PermanentFailures, long Cancelled, DateTimeOffset? Oldest,
    DateTimeOffset? Newest, double? AverageResolutionMinutes);
