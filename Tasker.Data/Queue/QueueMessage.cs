namespace Tasker.Data.Queue;

/// <summary>A message as it was read.</summary>
/// <param name="Id">Its id in its queue.</param>
/// <param name="Read">How often it was read, this time included.</param>
/// <param name="SentAt">When it was sent, database time.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">A JSON object; null: none.</param>
public sealed record QueueMessage(long Id, int Read, DateTimeOffset SentAt, string Body, string? Headers);
