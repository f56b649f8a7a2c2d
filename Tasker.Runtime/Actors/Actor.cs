using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Actors;

/// <summary>
/// An actor: a name, a bounded mailbox and the messages it handles (the <see cref="IHandler{TMessage,TReply}"/> it implements).
/// It holds a service and turns each message into one call of it; it decides nothing itself.
/// </summary>
public abstract class Actor : IAsyncDisposable
{
    private readonly Mailbox _mailbox;

    /// <summary>Makes an actor; it takes messages after <see cref="StartAsync"/>.</summary>
    protected Actor(string name, MailboxOptions options, TimeProvider clock, ILogger logger)
    {
        Name = name;
        _mailbox = new Mailbox(name, options, clock, logger);
    }

    /// <summary>The name shown in logs and in the console.</summary>
    public string Name { get; }

    /// <summary>Starts taking messages. Override <see cref="OnStartedAsync"/> to prepare.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await OnStartedAsync(ct);
        _mailbox.Start();
    }

    /// <summary>Takes no more messages and waits until those it has are handled, or <paramref name="ct"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await _mailbox.StopAsync(ct);
        await OnStoppedAsync(ct);
    }

    /// <summary>Sends a message and waits for the reply. Waits while the mailbox is full.</summary>
    /// <exception cref="ActorStoppedException">The actor takes no more messages.</exception>
    public async Task<TReply> AskAsync<TMessage, TReply>(TMessage message, CancellationToken ct)
        where TMessage : IMessage<TReply>
    {
        var envelope = new Envelope<TMessage, TReply>((IHandler<TMessage, TReply>)this, message, wantsReply: true);
        await _mailbox.PostAsync(envelope, ct);
        return await envelope.Reply.WaitAsync(ct);
    }

    /// <summary>Sends a message and waits only until it is in the mailbox. A failure is counted and logged.</summary>
    /// <exception cref="ActorStoppedException">The actor takes no more messages.</exception>
    public ValueTask TellAsync<TMessage, TReply>(TMessage message, CancellationToken ct)
        where TMessage : IMessage<TReply> =>
        _mailbox.PostAsync(new Envelope<TMessage, TReply>((IHandler<TMessage, TReply>)this, message, wantsReply: false), ct);

    /// <summary>Sends a message if the mailbox has room for it at this moment. A failure is counted and logged.</summary>
    /// <returns>False: there is no room, or the actor takes no more messages.</returns>
    public bool TryTell<TMessage, TReply>(TMessage message)
        where TMessage : IMessage<TReply> =>
        _mailbox.TryPost(new Envelope<TMessage, TReply>((IHandler<TMessage, TReply>)this, message, wantsReply: false));

    /// <summary>How the actor is doing.</summary>
    public ActorSnapshot Read() => _mailbox.Read();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _mailbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called before the first message.</summary>
    protected virtual ValueTask OnStartedAsync(CancellationToken ct) => ValueTask.CompletedTask;

    /// <summary>Called after the last message.</summary>
    protected virtual ValueTask OnStoppedAsync(CancellationToken ct) => ValueTask.CompletedTask;
}
