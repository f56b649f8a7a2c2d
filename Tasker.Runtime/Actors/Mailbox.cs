using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Actors;

/// <summary>
/// A bounded queue of messages and the loop that hands them out, up to a number at a time. The loop itself never waits for a handler:
/// it waits for a free place, so one slow message holds up nobody until all places are taken. Where several messages may be handled at
/// once and none waits, the sender hands its message on itself: a change of thread costs more than most messages.
/// </summary>
internal sealed partial class Mailbox(string name, MailboxOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly Channel<Envelope> _channel = Channel.CreateBounded<Envelope>(
        new BoundedChannelOptions(options.Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly SemaphoreSlim _places = new(options.Concurrency, options.Concurrency);
    private readonly CancellationTokenSource _abort = new();
    private Task _loop = Task.CompletedTask;
    private ActorState _state = ActorState.Created;
    private string? _lastError;
    private long _handled;
    private long _failed;
    private long _ticks;

    public void Start()
    {
        _state = ActorState.Running;
        _loop = Task.Run(LoopAsync);
    }

    public ValueTask PostAsync(Envelope envelope, CancellationToken ct) => TryPost(envelope) ? ValueTask.CompletedTask : PostSlowlyAsync(envelope, ct);

    /// <summary>Takes a message if there is room for it at this moment.</summary>
    public bool TryPost(Envelope envelope)
    {
        if (options.Concurrency > 1 && _state is ActorState.Running && _channel.Reader.Count == 0 && _places.Wait(0, CancellationToken.None))
        {
            _ = HandleAsync(envelope);
            return true;
        }

        return _channel.Writer.TryWrite(envelope);
    }

    private async ValueTask PostSlowlyAsync(Envelope envelope, CancellationToken ct)
    {
        try
        {
            await _channel.Writer.WriteAsync(envelope, ct);
        }
        catch (ChannelClosedException e)
        {
            throw new ActorStoppedException(name, e);
        }
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (_state is ActorState.Stopped) return;
        _state = ActorState.Draining;
        _channel.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();
            await _loop;
        }

        _state = ActorState.Stopped;
    }

    public ActorSnapshot Read()
    {
        var handled = Interlocked.Read(ref _handled);
        var ms = handled == 0 ? 0 : TimeSpan.FromTicks(Interlocked.Read(ref _ticks) / handled).TotalMilliseconds;
        return new ActorSnapshot(
            name, _state, _channel.Reader.Count, options.Capacity, _state is ActorState.Stopped ? 0 : options.Concurrency - _places.CurrentCount, options.Concurrency,
            handled, Interlocked.Read(ref _failed), ms, _lastError);
    }

    public async ValueTask DisposeAsync()
    {
        using var none = new CancellationTokenSource();
        await none.CancelAsync();
        await StopAsync(none.Token);
        _places.Dispose();
        _abort.Dispose();
    }

    private async Task LoopAsync()
    {
        var reader = _channel.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var envelope))
            {
                if (_abort.IsCancellationRequested)
                {
                    envelope.Refuse(new ActorStoppedException(name));
                    continue;
                }

                await _places.WaitAsync();
                _ = HandleAsync(envelope);
            }
        }

        // Everything was handed out; the last place is free when the last handler is done. The places stay taken: nobody gets in any more.
        for (var i = 0; i < options.Concurrency; i++) await _places.WaitAsync();
    }

    private async Task HandleAsync(Envelope envelope)
    {
        var started = clock.GetTimestamp();
        var error = await envelope.HandleAsync(_abort.Token);
        Interlocked.Increment(ref _handled);
        Interlocked.Add(ref _ticks, clock.GetElapsedTime(started).Ticks);
        if (error is not null && !(error is OperationCanceledException && _abort.IsCancellationRequested))
        {
            Interlocked.Increment(ref _failed);
            _lastError = error.GetType().Name;
            LogFailed(logger, error, name);
        }

        _places.Release();
    }

    [LoggerMessage(1001, LogLevel.Error, "Actor {Actor} failed to handle a message")]
    private static partial void LogFailed(ILogger logger, Exception error, string actor);
}
