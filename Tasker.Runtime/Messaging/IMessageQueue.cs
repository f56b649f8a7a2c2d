namespace Tasker.Runtime.Messaging;

/// <summary>
/// Named queues with at-least-once delivery. A message that was received is hidden from others until it is acknowledged or its visibility
/// timeout ends; then it is delivered again. Every receipt belongs to one delivery: once a message was delivered again, the older receipt
/// has no effect any more. Bodies are JSON. All providers pass one contract suite; safe for use from many threads.
/// </summary>
public interface IMessageQueue
{
    /// <summary>What is behind it.</summary>
    MessagingProvider Provider { get; }

    /// <summary>Makes the queue and its archive unless they are there.</summary>
    /// <param name="queue">1 to 47 characters of <c>[a-z0-9_]</c>, as in all other calls.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">That is no queue name.</exception>
    /// <exception cref="MessageBrokerException">The broker cannot be reached or refuses.</exception>
    Task EnsureAsync(string queue, CancellationToken ct);

    /// <summary>Sends messages in order. When it returns, none of them can be lost by a crash any more (in-memory aside).</summary>
    /// <exception cref="MessageBrokerException">The broker cannot be reached or did not confirm; some messages may have arrived.</exception>
    Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct);

    /// <summary>Takes messages that are visible, about in the order in which they were sent.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="most">How many at most; 1 or more.</param>
    /// <param name="visibility">How long they are hidden from others; at least 1 ms.</param>
    /// <param name="wait">How long to wait for the first one; zero does not wait.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>The messages; empty when none came in time.</returns>
    /// <exception cref="MessageBrokerException">The broker cannot be reached.</exception>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int most, TimeSpan visibility, TimeSpan wait, CancellationToken ct);

    /// <summary>Ends messages. Doing it twice does no harm.</summary>
    /// <returns>How many this call ended.</returns>
    Task<int> AckAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, CancellationToken ct);

    /// <summary>Hides messages for a time from now on: longer than before to go on with them, or shorter; zero gives them back at once.</summary>
    /// <returns>How many were still this receiver's.</returns>
    Task<int> HideAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, TimeSpan time, CancellationToken ct);

    /// <summary>Moves messages to the queue's archive, the reason in their header <see cref="ArchiveReasons.Header"/>.</summary>
    /// <returns>How many were still this receiver's.</returns>
    Task<int> ArchiveAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, string reason, CancellationToken ct);

    /// <summary>Figures, read at a cost that does not grow with the queue.</summary>
    Task<QueueMetrics> MetricsAsync(string queue, CancellationToken ct);
}
