using Tasker.Data.Queue;

namespace Tasker.Runtime.Messaging;

/// <summary>Queues in the database, in PGMQ's tables. Waiting for a message polls.</summary>
internal sealed class PostgresMessageQueue(QueueStore store, TimeProvider clock) : IMessageQueue
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public MessagingProvider Provider => MessagingProvider.PostgreSql;

    public Task EnsureAsync(string queue, CancellationToken ct) => store.EnsureAsync(queue, ct);

    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct) =>
        store.SendAsync(queue, [.. messages.Select(m => (m.Body, MessageHeaders.Write(m.Headers), m.Delay))], ct);

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int most, TimeSpan visibility, TimeSpan wait, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var messages = await store.ReceiveAsync(queue, most, visibility, ct);
            var left = wait - clock.GetElapsedTime(since);
            if (messages.Count > 0 || left <= TimeSpan.Zero)
            {
                return [.. messages.Select(m => new ReceivedMessage(new MessageReceipt(m.Id, m.Read), m.Body, MessageHeaders.Read(m.Headers), m.Read, m.SentAt))];
            }

            await Task.Delay(left < Poll ? left : Poll, clock, ct);
        }
    }

    public Task<int> AckAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, CancellationToken ct) =>
        store.AckAsync(queue, Pairs(receipts), ct);

    public Task<int> HideAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, TimeSpan time, CancellationToken ct) =>
        store.HideAsync(queue, Pairs(receipts), time, ct);

    public Task<int> ArchiveAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, string reason, CancellationToken ct) =>
        store.ArchiveAsync(queue, Pairs(receipts), reason, ct);

    public async Task<QueueMetrics> MetricsAsync(string queue, CancellationToken ct)
    {
        var (depth, hidden, oldest) = await store.MetricsAsync(queue, ct);
        return new QueueMetrics(depth, hidden, oldest);
    }

    private static List<(long, int)> Pairs(IReadOnlyCollection<MessageReceipt> receipts) => [.. receipts.Select(r => (r.Id, (int)r.Delivery))];
}
