using System.Collections.Concurrent;
using Tasker.Data.Queue;

namespace Tasker.Runtime.Messaging;

/// <summary>Queues in this process's memory: bounded, gone with the process. For tests and single nodes.</summary>
internal sealed class InMemoryMessageQueue(MessagingOptions options, TimeProvider clock) : IMessageQueue
{
    private readonly ConcurrentDictionary<string, MemoryQueue> _queues = new(StringComparer.Ordinal);

    public MessagingProvider Provider => MessagingProvider.InMemory;

    public Task EnsureAsync(string queue, CancellationToken ct)
    {
        Queue(queue);
        return Task.CompletedTask;
    }

    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct) => Queue(queue).SendAsync(messages, ct);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int most, TimeSpan visibility, TimeSpan wait, CancellationToken ct) =>
        Queue(queue).ReceiveAsync(most, visibility, wait, ct);

    public Task<int> AckAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, CancellationToken ct) =>
        Task.FromResult(Queue(queue).End(receipts, reason: null));

    public Task<int> HideAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, TimeSpan time, CancellationToken ct) =>
        Task.FromResult(Queue(queue).Hide(receipts, time));

    public Task<int> ArchiveAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, string reason, CancellationToken ct) =>
        Task.FromResult(Queue(queue).End(receipts, reason));

    public Task<QueueMetrics> MetricsAsync(string queue, CancellationToken ct) => Task.FromResult(Queue(queue).Metrics());

    /// <summary>What was archived last, at most as many as a queue holds; oldest first.</summary>
    public IReadOnlyList<(string Body, IReadOnlyDictionary<string, string> Headers)> Archived(string queue) => Queue(queue).Archived();

    private MemoryQueue Queue(string name) => _queues.GetOrAdd(name, n =>
    {
        QueueTable.Check(n);
        return new MemoryQueue(options.MemoryCapacity, clock);
    });
}
