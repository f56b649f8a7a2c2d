namespace Tasker.Runtime.Messaging;

/// <summary>One queue in memory, under one lock: messages in the order of their ids, each with the time at which it becomes visible.</summary>
internal sealed class MemoryQueue(int capacity, TimeProvider clock)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Item> _items = [];
    private readonly Queue<(string, IReadOnlyDictionary<string, string>)> _archive = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastId;

    /// <summary>Sends messages, waiting for room when the queue is full.</summary>
    public async Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            while (!TryAdd(message, out var changed)) await changed.WaitAsync(ct);
        }
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most, TimeSpan visibility, TimeSpan wait, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var taken = Take(most, visibility, out var changed, out var next);
            var left = wait - clock.GetElapsedTime(since);
            if (taken.Count > 0 || left <= TimeSpan.Zero) return taken;
            try
            {
                await changed.WaitAsync(left < next ? left : next, clock, ct);
            }
            catch (TimeoutException)
            {
                // A hidden message may have become visible.
            }
        }
    }

    public int End(IReadOnlyCollection<MessageReceipt> receipts, string? reason)
    {
        lock (_lock)
        {
            var ended = receipts.Count(r => TryEnd(r, reason));
            if (ended > 0) Changed();
            return ended;
        }
    }

    public int Hide(IReadOnlyCollection<MessageReceipt> receipts, TimeSpan time)
    {
        lock (_lock)
        {
            var hidden = 0;
            foreach (var receipt in receipts)
            {
                if (!_items.TryGetValue(receipt.Id, out var item) || item.Reads != receipt.Delivery) continue;
                item.VisibleAt = clock.GetUtcNow() + time;
                hidden++;
            }

            Changed();
            return hidden;
        }
    }

    public QueueMetrics Metrics()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var depth = _items.Values.Count(i => i.VisibleAt <= now);
            TimeSpan? oldest = _items.Count == 0 ? null : now - _items.Values.First().SentAt;
            return new QueueMetrics(depth, _items.Count - depth, oldest);
        }
    }

    public IReadOnlyList<(string Body, IReadOnlyDictionary<string, string> Headers)> Archived()
    {
        lock (_lock) return [.. _archive];
    }

    private bool TryAdd(OutgoingMessage message, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            if (_items.Count >= capacity) return false;
            var now = clock.GetUtcNow();
            _items.Add(++_lastId, new Item(message, now) { VisibleAt = now + message.Delay });
            Changed();
            return true;
        }
    }

    private List<ReceivedMessage> Take(int most, TimeSpan visibility, out Task changed, out TimeSpan next)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            var now = clock.GetUtcNow();
            var taken = new List<ReceivedMessage>();
            next = LongestLook;
            foreach (var (id, item) in _items)
            {
                if (taken.Count == most) break;
                if (item.VisibleAt > now)
                {
                    if (item.VisibleAt - now < next) next = item.VisibleAt - now;
                    continue;
                }

                item.Reads++;
                item.VisibleAt = now + visibility;
                taken.Add(new ReceivedMessage(new MessageReceipt(id, item.Reads), item.Message.Body, item.Message.Headers, item.Reads, item.SentAt));
            }

            return taken;
        }
    }

    private bool TryEnd(MessageReceipt receipt, string? reason)
    {
        if (!_items.TryGetValue(receipt.Id, out var item) || item.Reads != receipt.Delivery) return false;
        _items.Remove(receipt.Id);
        if (reason is null) return true;
        if (_archive.Count == capacity) _archive.Dequeue();
        _archive.Enqueue((item.Message.Body, MessageHeaders.WithReason(item.Message.Headers, reason)));
        return true;
    }

    private void Changed()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private sealed class Item(OutgoingMessage message, DateTimeOffset sentAt)
    {
        public OutgoingMessage Message { get; } = message;

        public DateTimeOffset SentAt { get; } = sentAt;

        public DateTimeOffset VisibleAt { get; set; }

        public int Reads { get; set; }
    }
}
