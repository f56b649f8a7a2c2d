namespace Tasker.Runtime.Events;

/// <summary>Lock-free counters of events; a snapshot may be torn between fields.</summary>
public sealed class DomainEventStats
{
    private long _dispatched;
    private long _fast;
    private long _durable;
    private long _dropped;
    private long _failed;
    private long _schemaErrors;
    private long _handlerErrors;
    private long _withheld;
    private long _publisherErrors;
    private long _lastTicks;

    /// <summary>The figures now.</summary>
    public DomainEventSnapshot Read()
    {
        var last = Interlocked.Read(ref _lastTicks);
        return new DomainEventSnapshot(
            Interlocked.Read(ref _dispatched), Interlocked.Read(ref _fast), Interlocked.Read(ref _durable), Interlocked.Read(ref _dropped),
            Interlocked.Read(ref _failed), Interlocked.Read(ref _schemaErrors), Interlocked.Read(ref _handlerErrors),
            Interlocked.Read(ref _withheld), Interlocked.Read(ref _publisherErrors), last == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero));
    }

    internal void CountDispatched(DateTimeOffset at)
    {
        Interlocked.Increment(ref _dispatched);
        Interlocked.Exchange(ref _lastTicks, at.UtcTicks);
    }

    internal void CountFast() => Interlocked.Increment(ref _fast);

    internal void CountDurable(int events, DateTimeOffset at)
    {
        Interlocked.Add(ref _durable, events);
        Interlocked.Exchange(ref _lastTicks, at.UtcTicks);
    }

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountFailed(int events) => Interlocked.Add(ref _failed, events);

    internal void CountSchemaError() => Interlocked.Increment(ref _schemaErrors);

    internal void CountWithheld() => Interlocked.Increment(ref _withheld);

    internal void CountPublisherError() => Interlocked.Increment(ref _publisherErrors);

    internal void CountHandlerError() => Interlocked.Increment(ref _handlerErrors);
}
