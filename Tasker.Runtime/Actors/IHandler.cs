namespace Tasker.Runtime.Actors;

/// <summary>Says that an actor handles a message.</summary>
/// <typeparam name="TMessage">The message.</typeparam>
/// <typeparam name="TReply">Its reply.</typeparam>
public interface IHandler<in TMessage, TReply>
    where TMessage : IMessage<TReply>
{
    /// <summary>Handles one message. Runs beside up to <see cref="MailboxOptions.Concurrency"/> others of the same actor.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ct">Cancelled when the actor is told to stop at once.</param>
    ValueTask<TReply> HandleAsync(TMessage message, CancellationToken ct);
}
