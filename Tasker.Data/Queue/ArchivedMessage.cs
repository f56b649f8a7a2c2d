namespace Tasker.Data.Queue;

/// <summary>A message that was put aside.</summary>
/// <param name="Id">Its id in its queue.</param>
/// <param name="Reason">Why: the header <c>tasker_reason</c>; null when somebody else archived it.</param>
/// <param name="Reads">How often it was read.</param>
/// <param name="SentAt">When it was sent, database time.</param>
/// <param name="ArchivedAt">When it was put aside.</param>
/// <param name="Body">JSON; null: none, or longer than 16,000 characters.</param>
/// <param name="Headers">A JSON object; null: none.</param>
public sealed record ArchivedMessage(
    long Id, string? Reason, int Reads, DateTimeOffset SentAt, DateTimeOffset ArchivedAt, string? Body, string? Headers);
