namespace Tasker.Runtime.Messaging;

/// <summary>The broker cannot be reached, or refused. The message names neither user nor password.</summary>
public sealed class MessageBrokerException : Exception
{
    /// <summary>Makes one.</summary>
    public MessageBrokerException()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What happened.</param>
    public MessageBrokerException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="inner">Why.</param>
    public MessageBrokerException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
