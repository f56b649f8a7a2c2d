using System.Threading.Channels;

namespace Tasker.Runtime.Events.Outbox;

/// <summary>
/// Word of durable events that this process has just committed. It may be lost without harm: the events are in the database, and are
/// found there two seconds later.
/// </summary>
internal sealed class EventOutbox
{
    private const int Capacity = 10_000;

    private readonly Channel<Guid> _due = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Events to be published now, in this order.</summary>
    public void Due(IEnumerable<Guid> events)
    {
        foreach (var id in events) _due.Writer.TryWrite(id);
    }

    /// <summary>Waits for word, for at most a time, and takes what there is.</summary>
    public async Task<IReadOnlyList<Guid>> TakeAsync(int most, TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        if (_due.Reader.Count == 0)
        {
            using var limit = new CancellationTokenSource(patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            try
            {
                await _due.Reader.WaitToReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return [];
            }
        }

        return Take(most);
    }

    /// <summary>Takes what there is.</summary>
    public IReadOnlyList<Guid> Take(int most)
    {
        var ids = new List<Guid>();
        while (ids.Count < most && _due.Reader.TryRead(out var id)) ids.Add(id);
        return ids;
    }
}
