namespace Tasker.Runtime.Messaging;

/// <summary>A message to send.</summary>
/// <param name="Body">JSON.</param>
public sealed record OutgoingMessage(string Body)
{
    /// <summary>Headers; none by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = MessageHeaders.None;

    /// <summary>How long it stays hidden; none by default, at most 24 hours. RabbitMQ rounds up to its next step (docs/messaging.md).</summary>
    public TimeSpan Delay { get; init; }
}
