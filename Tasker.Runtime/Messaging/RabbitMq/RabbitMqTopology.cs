using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>
/// Declares queues: durable, replicated (quorum) where the broker offers that, each with an archive. A queue that exists with other
/// properties is used as it is.
/// </summary>
internal static class RabbitMqTopology
{
    private const ushort PreconditionFailed = 406;

    // Quorum queues of newer brokers drop a message after 20 deliveries unless told otherwise. Tasker counts for itself; this is the end of
    // the line for a message that kills every process that reads it.
    private const int DeliveryLimit = 1000;

    public static string ArchiveOf(string queue) => queue + ".archive";

    public static async Task DeclareAsync(IConnection connection, string queue, CancellationToken ct)
    {
        await DeclareAsync(connection, ArchiveOf(queue), new Dictionary<string, object?>(), ct);
        await DeclareAsync(
            connection,
            queue,
            new Dictionary<string, object?>
            {
                ["x-delivery-limit"] = DeliveryLimit,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = ArchiveOf(queue),
            },
            ct);
    }

    /// <summary>The queue in which messages wait before they go into another; it goes a minute after its last message.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> DeclareDelayAsync(IChannel channel, string queue, TimeSpan delay, CancellationToken ct)
    {
        var ms = (long)delay.TotalMilliseconds;
        var name = string.Create(CultureInfo.InvariantCulture, $"{queue}.delay.{ms}");
        await channel.QueueDeclareAsync(
            name,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-message-ttl"] = ms,
                ["x-expires"] = ms + 60_000,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = queue,
            },
            cancellationToken: ct);
        return name;
    }

    private static async Task DeclareAsync(IConnection connection, string queue, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        try
        {
            await OnChannelAsync(connection, c => c.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, With(arguments, "x-queue-type", "quorum"), cancellationToken: ct), ct);
        }
        catch (OperationInterruptedException e) when (connection.IsOpen)
        {
            if (e.ShutdownReason?.ReplyCode == PreconditionFailed && await ExistsAsync(connection, queue, ct)) return;
            arguments.Remove("x-delivery-limit");
            await OnChannelAsync(
                connection, c => c.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: ct), ct);
        }
    }

    private static async Task<bool> ExistsAsync(IConnection connection, string queue, CancellationToken ct)
    {
        try
        {
            await OnChannelAsync(connection, c => c.QueueDeclarePassiveAsync(queue, ct), ct);
            return true;
        }
        catch (OperationInterruptedException) when (connection.IsOpen)
        {
            return false;
        }
    }

    // A refused declaration closes its channel, so each has one of its own.
    private static async Task OnChannelAsync(IConnection connection, Func<IChannel, Task> act, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await act(channel);
    }

    private static Dictionary<string, object?> With(Dictionary<string, object?> arguments, string key, object value) => new(arguments) { [key] = value };
}
