using System.Collections.Concurrent;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>
/// One queue's consumer on one connection. What arrives waits here (bounded by the prefetch) until somebody receives it, and is then held
/// until it is ended or its visibility timeout is over, when it goes back to the broker. An inbox that nobody reads from gives back what
/// it had prefetched, so that other nodes get it.
/// </summary>
internal sealed class RabbitMqInbox : IAsyncDisposable
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(1);

    private readonly IChannel _channel;
    private readonly string _queue;
    private readonly TimeProvider _clock;
    private readonly Channel<RabbitMqDelivery> _arrived;
    private readonly ConcurrentDictionary<ulong, RabbitMqDelivery> _held = new();
    private readonly SemaphoreSlim _consuming = new(1);
    private readonly ITimer _timer;
    private string? _consumer;
    private int _readers;
    private DateTimeOffset _lastRead;

    public RabbitMqInbox(IChannel channel, string queue, int prefetch, long epoch, TimeProvider clock)
    {
        (_channel, _queue, Epoch, _clock) = (channel, queue, epoch, clock);
        // What was given back may still be in the buffer when the broker sends the next ones, hence twice.
        _arrived = Channel.CreateBounded<RabbitMqDelivery>(new BoundedChannelOptions(2 * prefetch) { FullMode = BoundedChannelFullMode.Wait });
        _timer = clock.CreateTimer(_ => _ = TickAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
    }

    public long Epoch { get; }

    public bool IsOpen => _channel.IsOpen;

    /// <summary>Messages here that nobody received yet.</summary>
    public int Waiting => _arrived.Reader.Count;

    /// <summary>Messages that were received and not ended.</summary>
    public int Held => _held.Count;

    public static async Task<RabbitMqInbox> OpenAsync(IConnection connection, string queue, int prefetch, long epoch, TimeProvider clock, CancellationToken ct)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.BasicQosAsync(0, (ushort)prefetch, global: false, ct);
        return new RabbitMqInbox(channel, queue, prefetch, epoch, clock);
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, TimeSpan visibility, TimeSpan wait, CancellationToken ct)
    {
        Interlocked.Increment(ref _readers);
        try
        {
            await ConsumeAsync(ct);
            var taken = Take(most, visibility);
            if (taken.Count > 0 || wait <= TimeSpan.Zero) return taken;
            using var over = new CancellationTokenSource(wait, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
            try
            {
                await _arrived.Reader.WaitToReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return [];
            }

            return Take(most, visibility);
        }
        finally
        {
            _lastRead = _clock.GetUtcNow();
            Interlocked.Decrement(ref _readers);
        }
    }

    /// <summary>Ends a delivery here; the caller tells the broker. Null: it is not held any more.</summary>
    public RabbitMqDelivery? Release(MessageReceipt receipt) =>
        receipt.Delivery == Epoch && _held.TryRemove((ulong)receipt.Id, out var delivery) ? delivery : null;

    public RabbitMqDelivery? Find(MessageReceipt receipt) =>
        receipt.Delivery == Epoch && _held.TryGetValue((ulong)receipt.Id, out var delivery) ? delivery : null;

    public ValueTask AckAsync(RabbitMqDelivery delivery, CancellationToken ct) => _channel.BasicAckAsync(delivery.Tag, multiple: false, ct);

    public ValueTask GiveBackAsync(RabbitMqDelivery delivery, CancellationToken ct) =>
        _channel.BasicNackAsync(delivery.Tag, multiple: false, requeue: true, ct);

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _arrived.Writer.TryComplete();
        await _channel.DisposeAsync();
        _consuming.Dispose();
    }

    private List<ReceivedMessage> Take(int most, TimeSpan visibility)
    {
        var taken = new List<ReceivedMessage>();
        var until = _clock.GetUtcNow() + visibility;
        while (taken.Count < most && _arrived.Reader.TryRead(out var delivery))
        {
            delivery.Until = until;
            _held[delivery.Tag] = delivery;
            taken.Add(new ReceivedMessage(
                new MessageReceipt((long)delivery.Tag, Epoch), delivery.Body, delivery.Headers, delivery.ReadCount, delivery.SentAt));
        }

        return taken;
    }

    private async Task ConsumeAsync(CancellationToken ct)
    {
        if (_consumer is not null) return;
        await _consuming.WaitAsync(ct);
        try
        {
            if (_consumer is not null) return;
            var consumer = new AsyncEventingBasicConsumer(_channel);
            consumer.ReceivedAsync += async (_, arrived) => await _arrived.Writer.WriteAsync(new RabbitMqDelivery(arrived));
            _consumer = await _channel.BasicConsumeAsync(_queue, autoAck: false, consumer, ct);
        }
        finally
        {
            _consuming.Release();
        }
    }

    /// <summary>Gives back what is over: held messages whose time is up, and prefetched ones that nobody reads.</summary>
    private async Task TickAsync()
    {
        try
        {
            var now = _clock.GetUtcNow();
            foreach (var (tag, delivery) in _held)
            {
                if (delivery.Until <= now && _held.TryRemove(tag, out _)) await GiveBackAsync(delivery, CancellationToken.None);
            }

            if (_consumer is not null && Volatile.Read(ref _readers) == 0 && now - _lastRead > IdleLimit) await PauseAsync();
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or ObjectDisposedException or ChannelClosedException)
        {
            // The channel is gone, and with it every delivery: the broker gives them to somebody else by itself.
        }
    }

    private async Task PauseAsync()
    {
        await _consuming.WaitAsync();
        try
        {
            if (_consumer is not { } consumer) return;
            _consumer = null;
            await _channel.BasicCancelAsync(consumer);
            while (Volatile.Read(ref _readers) == 0 && _arrived.Reader.TryRead(out var unread)) await GiveBackAsync(unread, CancellationToken.None);
        }
        finally
        {
            _consuming.Release();
        }
    }
}
