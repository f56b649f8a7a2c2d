using Tasker.Runtime.Messaging.Relay;

namespace Tasker.Runtime.Messaging;

/// <summary>What carries this node's messages, and how much went by way of a broker.</summary>
public sealed class MessagingStatus
{
    private readonly RelayStats _stats;

    internal MessagingStatus(MessagingOptions options, RelayStats stats) => (Provider, _stats) = (options.Provider, stats);

    /// <summary>The provider.</summary>
    public MessagingProvider Provider { get; }

    /// <summary>Reads the counts; they may be torn against each other.</summary>
    public RelaySnapshot Read() => _stats.Read();
}
