using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Events;

/// <summary>
/// Brings events to subscribers in the same process, in the order in which they were published, one after another. The buffer holds
/// 1,000; what comes while it is full is dropped and counted, because no subscriber may hold up a step.
/// </summary>
public sealed partial class DomainEventBus : IAsyncDisposable
{
    /// <summary>Events that may wait: 1,000.</summary>
    public const int Capacity = 1000;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly Channel<DomainEvent> _events = Channel.CreateBounded<DomainEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly CancellationTokenSource _abort = new();
    private readonly DomainEventStats _stats;
    private readonly TimeProvider _clock;
    private readonly ILogger<DomainEventBus> _logger;
    private ImmutableList<Subscription> _subscriptions = [];
    private Task _loop = Task.CompletedTask;

    /// <summary>Makes a bus; it delivers once the node has started.</summary>
    public DomainEventBus(DomainEventStats stats, TimeProvider clock, ILogger<DomainEventBus> logger) => (_stats, _clock, _logger) = (stats, clock, logger);

    /// <summary>Events that wait.</summary>
    public int Depth => _events.Reader.Count;

    /// <summary>Subscribes. An exception of the handler is logged and counted, and neither the step nor other subscribers notice.</summary>
    /// <param name="pattern">An exact name, <c>prefix.*</c> or <c>*</c>.</param>
    /// <param name="handler">Called with each event, one at a time; the token is cancelled when a stop takes longer than 5 s.</param>
    /// <returns>Dispose to unsubscribe.</returns>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public IDisposable Subscribe(string pattern, Func<DomainEvent, CancellationToken, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var subscription = new Subscription(this, EventPattern.Parse(pattern), handler);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, s) => all.Add(s), subscription);
        return subscription;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _abort.CancelAsync();
        await _loop;
        _abort.Dispose();
    }

    internal void Start() => _loop = Task.Run(LoopAsync);

    /// <summary>Takes an event without waiting.</summary>
    /// <returns>False: the buffer is full; the event is dropped and counted.</returns>
    internal bool TryPublish(DomainEvent domainEvent)
    {
        if (_events.Writer.TryWrite(domainEvent))
        {
            _stats.CountFast();
            return true;
        }

        _stats.CountDropped();
        return false;
    }

    /// <summary>Takes no more and delivers what is there, for at most 5 s.</summary>
    internal async Task DrainAsync()
    {
        _events.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(DrainTime, _clock);
        }
        catch (TimeoutException)
        {
            LogNotDrained(_logger, Depth);
            await _abort.CancelAsync();
        }
    }

    private async Task LoopAsync()
    {
        await foreach (var domainEvent in _events.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (_abort.IsCancellationRequested)
            {
                _stats.CountDropped();
                continue;
            }

            foreach (var subscription in _subscriptions.Where(s => s.Pattern.Matches(domainEvent.EventName))) await DeliverAsync(subscription, domainEvent);
        }
    }

    private async Task DeliverAsync(Subscription subscription, DomainEvent domainEvent)
    {
        try
        {
            await subscription.Handler(domainEvent, _abort.Token);
        }
        catch (Exception e)
        {
            _stats.CountHandlerError();
            LogHandlerFailed(_logger, e, domainEvent.EventName, subscription.Pattern.Text);
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "A subscriber of {Pattern} failed on event {EventName}")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error, string eventName, string pattern);

    [LoggerMessage(4002, LogLevel.Warning, "{Count} events were not delivered before the node stopped")]
    private static partial void LogNotDrained(ILogger logger, int count);

    private sealed record Subscription(DomainEventBus Bus, EventPattern Pattern, Func<DomainEvent, CancellationToken, Task> Handler) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref Bus._subscriptions, static (all, s) => all.RemoveAll(x => ReferenceEquals(x, s)), this);
    }
}
