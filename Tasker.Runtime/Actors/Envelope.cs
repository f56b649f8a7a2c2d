namespace Tasker.Runtime.Actors;

/// <summary>A message on its way, without its types.</summary>
internal abstract class Envelope
{
    /// <summary>Handles the message and answers its sender. Never throws: the exception is returned, and told to the sender if there is one.</summary>
    public abstract ValueTask<Exception?> HandleAsync(CancellationToken ct);

    /// <summary>Answers a sender whose message will not be handled.</summary>
    public abstract void Refuse(Exception reason);
}

internal sealed class Envelope<TMessage, TReply>(IHandler<TMessage, TReply> handler, TMessage message, bool wantsReply) : Envelope
    where TMessage : IMessage<TReply>
{
    private readonly TaskCompletionSource<TReply>? _reply =
        wantsReply ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    public Task<TReply> Reply => _reply?.Task ?? throw new InvalidOperationException("nobody waits for this message");

    public override async ValueTask<Exception?> HandleAsync(CancellationToken ct)
    {
        try
        {
            var reply = await handler.HandleAsync(message, ct).ConfigureAwait(false);
            _reply?.TrySetResult(reply);
            return null;
        }
        catch (Exception e)
        {
            _reply?.TrySetException(e);
            return e;
        }
    }

    public override void Refuse(Exception reason) => _reply?.TrySetException(reason);
}
