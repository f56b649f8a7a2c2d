using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tasker.Data.Queue;

namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>
/// Queues of a RabbitMQ broker: persistent messages, publisher confirms, explicit acknowledgement. Visibility timeouts are kept here: what
/// this process holds too long, or dies with, goes back to the broker.
/// </summary>
internal sealed class RabbitMqMessageQueue(RabbitMqLink link, RabbitMqOptions options, TimeProvider clock) : IMessageQueue, IAsyncDisposable
{
    /// <summary>When a message was sent, in ms since 1970: AMQP's own timestamp has seconds only.</summary>
    public const string SentAtHeader = "x-tasker-sent-ms";

    private readonly ConcurrentDictionary<string, RabbitMqInbox> _inboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _declared = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1);
    private readonly SemaphoreSlim _publishing = new(1);
    private IChannel? _publisher;

    public MessagingProvider Provider => MessagingProvider.RabbitMq;

    public Task EnsureAsync(string queue, CancellationToken ct) => GuardAsync(() => DeclaredAsync(queue, ct), ct);

    public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct) => GuardAsync(
        async () =>
        {
            await DeclaredAsync(queue, ct);
            await PublishAsync(
                async channel =>
                {
                    var routed = new List<(string, OutgoingMessage)>(messages.Count);
                    foreach (var message in messages)
                    {
                        routed.Add((message.Delay <= TimeSpan.Zero ? queue : await RabbitMqTopology.DeclareDelayAsync(channel, queue, DelayStep.Of(message.Delay), ct), message));
                    }

                    return routed;
                },
                ct);
            return 0;
        },
        ct);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int most, TimeSpan visibility, TimeSpan wait, CancellationToken ct) =>
        GuardAsync(async () => await (await InboxAsync(queue, ct)).ReceiveAsync(most, visibility, wait, ct), ct);

    public Task<int> AckAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, CancellationToken ct) =>
        OnHeldAsync(queue, receipts, (inbox, delivery) => inbox.AckAsync(delivery, ct), ct);

    public async Task<int> HideAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, TimeSpan time, CancellationToken ct)
    {
        if (time <= TimeSpan.Zero) return await OnHeldAsync(queue, receipts, (inbox, delivery) => inbox.GiveBackAsync(delivery, ct), ct);
        if (!_inboxes.TryGetValue(queue, out var inbox)) return 0;
        var held = receipts.Select(inbox.Find).OfType<RabbitMqDelivery>().ToList();
        foreach (var delivery in held) delivery.Until = clock.GetUtcNow() + time;
        return held.Count;
    }

    public Task<int> ArchiveAsync(string queue, IReadOnlyCollection<MessageReceipt> receipts, string reason, CancellationToken ct) => OnHeldAsync(
        queue,
        receipts,
        async (inbox, delivery) =>
        {
            var message = new OutgoingMessage(delivery.Body) { Headers = MessageHeaders.WithReason(delivery.Headers, reason) };
            // Confirmed in the archive first: a crash in between leaves it in both, never in none.
            await PublishAsync(_ => Task.FromResult<List<(string, OutgoingMessage)>>([(RabbitMqTopology.ArchiveOf(queue), message)]), ct);
            await inbox.AckAsync(delivery, ct);
        },
        ct);

    public Task<QueueMetrics> MetricsAsync(string queue, CancellationToken ct) => GuardAsync(
        async () =>
        {
            var connection = await DeclaredAsync(queue, ct);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
            var declared = await channel.QueueDeclarePassiveAsync(queue, ct);
            _inboxes.TryGetValue(queue, out var inbox);
            return new QueueMetrics((int)declared.MessageCount + (inbox?.Waiting ?? 0), inbox?.Held ?? 0, null);
        },
        ct);

    public async ValueTask DisposeAsync()
    {
        foreach (var inbox in _inboxes.Values) await inbox.DisposeAsync();
        if (_publisher is { } publisher) await publisher.DisposeAsync();
        _opening.Dispose();
        _publishing.Dispose();
    }

    private Task<int> OnHeldAsync(
        string queue, IReadOnlyCollection<MessageReceipt> receipts, Func<RabbitMqInbox, RabbitMqDelivery, ValueTask> act, CancellationToken ct) => GuardAsync(
        async () =>
        {
            if (!_inboxes.TryGetValue(queue, out var inbox) || !inbox.IsOpen) return 0;
            var done = 0;
            foreach (var receipt in receipts)
            {
                if (inbox.Release(receipt) is not { } delivery) continue;
                await act(inbox, delivery);
                done++;
            }

            return done;
        },
        ct);

    private async Task<IConnection> DeclaredAsync(string queue, CancellationToken ct)
    {
        QueueTable.Check(queue);
        var (connection, epoch) = await link.OpenAsync(ct);
        if (_declared.TryGetValue(queue, out var at) && at == epoch) return connection;
        await RabbitMqTopology.DeclareAsync(connection, queue, ct);
        _declared[queue] = epoch;
        return connection;
    }

    private async Task<RabbitMqInbox> InboxAsync(string queue, CancellationToken ct)
    {
        if (_inboxes.TryGetValue(queue, out var open) && open.IsOpen) return open;
        await _opening.WaitAsync(ct);
        try
        {
            if (_inboxes.TryGetValue(queue, out var inbox) && inbox.IsOpen) return inbox;
            if (inbox is not null) await inbox.DisposeAsync();
            var connection = await DeclaredAsync(queue, ct);
            return _inboxes[queue] = await RabbitMqInbox.OpenAsync(connection, queue, options.Prefetch, NextEpoch(inbox), clock, ct);
        }
        finally
        {
            _opening.Release();
        }
    }

    // A channel may break without its connection, so inboxes count for themselves: an older one's receipts are void.
    private static long NextEpoch(RabbitMqInbox? before) => (before?.Epoch ?? 0) + 1;

    private async Task PublishAsync(Func<IChannel, Task<List<(string Queue, OutgoingMessage Message)>>> route, CancellationToken ct)
    {
        await _publishing.WaitAsync(ct);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(options.Timeout);
            var channel = await PublisherAsync(limit.Token);
            var confirms = new List<Task>();
            foreach (var (queue, message) in await route(channel))
            {
                confirms.Add(channel.BasicPublishAsync("", queue, mandatory: true, Properties(message), Encoding.UTF8.GetBytes(message.Body), limit.Token).AsTask());
            }

            await Task.WhenAll(confirms);
        }
        finally
        {
            _publishing.Release();
        }
    }

    private async Task<IChannel> PublisherAsync(CancellationToken ct)
    {
        var (connection, _) = await link.OpenAsync(ct);
        if (_publisher is { IsOpen: true } open) return open;
        if (_publisher is { } closed) await closed.DisposeAsync();
        return _publisher = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
    }

    private BasicProperties Properties(OutgoingMessage message)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal) { [SentAtHeader] = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        foreach (var (key, value) in message.Headers) headers[key] = value;
        return new BasicProperties { Persistent = true, ContentType = "application/json", Headers = headers };
    }

    /// <summary>Turns the client library's exceptions into one, whose text holds nothing secret.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or ObjectDisposedException
            || (e is OperationCanceledException or TimeoutException && !ct.IsCancellationRequested))
        {
            throw new MessageBrokerException($"the broker at {link.Place} failed: {e.GetType().Name}", e);
        }
    }
}
