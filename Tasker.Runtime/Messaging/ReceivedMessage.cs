namespace Tasker.Runtime.Messaging;

/// <summary>A message that was delivered.</summary>
/// <param name="Receipt">This delivery: what ends, hides or archives it.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">Headers; empty when there are none.</param>
/// <param name="ReadCount">How often it was delivered, this time included.</param>
/// <param name="SentAt">When it was sent.</param>
public sealed record ReceivedMessage(
    MessageReceipt Receipt, string Body, IReadOnlyDictionary<string, string> Headers, int ReadCount, DateTimeOffset SentAt);
