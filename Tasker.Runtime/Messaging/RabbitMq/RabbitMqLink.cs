using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>
/// The node's connection to the broker, made at the first use and again after it broke. Attempts are spaced: callers share one, and after a
/// failure they fail at once until the pause is over, so that a broker that is down costs nobody a timeout per message.
/// </summary>
internal sealed partial class RabbitMqLink(RabbitMqOptions options, Func<double> jitter, TimeProvider clock, ILogger<RabbitMqLink> logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _connecting = new(1);
    private IConnection? _connection;
    private DateTimeOffset _notBefore;
    private TimeSpan _pause = FirstPause;

    /// <summary>Counts connections: what belongs to an older one is void.</summary>
    public long Epoch { get; private set; }

    /// <summary>Where the broker is, without the user.</summary>
    public string Place { get; } = new Uri(options.Uri ?? "amqp://unset").Host;

    /// <summary>The open connection.</summary>
    /// <exception cref="MessageBrokerException">It cannot be made now.</exception>
    public async Task<(IConnection Connection, long Epoch)> OpenAsync(CancellationToken ct)
    {
        if (_connection is { IsOpen: true } open) return (open, Epoch);
        await _connecting.WaitAsync(ct);
        try
        {
            if (_connection is { IsOpen: true } made) return (made, Epoch);
            if (clock.GetUtcNow() < _notBefore) throw new MessageBrokerException($"the broker at {Place} could not be reached a moment ago");
            await ConnectAsync(ct);
            return (_connection!, Epoch);
        }
        finally
        {
            _connecting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connecting.Dispose();
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        try
        {
            if (_connection is { } broken) await broken.DisposeAsync();
            _connection = null;
            _connection = await Factory().CreateConnectionAsync(ct);
            Epoch++;
            _pause = FirstPause;
            LogConnected(logger, Place, Epoch);
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or IOException or TimeoutException)
        {
            _notBefore = clock.GetUtcNow() + _pause * (0.75 + 0.5 * jitter());
            _pause = _pause * 2 < options.LongestPause ? _pause * 2 : options.LongestPause;
            LogUnreachable(logger, Place, (e.InnerException ?? e).GetType().Name);
            throw new MessageBrokerException($"the broker at {Place} cannot be reached: {(e.InnerException ?? e).GetType().Name}", e);
        }
    }

    private ConnectionFactory Factory() => new()
    {
        Uri = new Uri(options.Uri!),
        ClientProvidedName = "tasker",
        RequestedHeartbeat = options.Heartbeat,
        RequestedConnectionTimeout = options.Timeout,
        ContinuationTimeout = options.Timeout,
        // Consumers and what they hold are opened anew by their inboxes, which know what became void.
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
    };

    [LoggerMessage(4211, LogLevel.Information, "Connected to the broker at {Place} (connection {Epoch})")]
    private static partial void LogConnected(ILogger logger, string place, long epoch);

    [LoggerMessage(4212, LogLevel.Warning, "The broker at {Place} cannot be reached: {Error}")]
    private static partial void LogUnreachable(ILogger logger, string place, string error);
}
