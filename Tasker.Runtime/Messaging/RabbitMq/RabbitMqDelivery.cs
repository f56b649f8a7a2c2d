using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>A message that the broker gave to this process and that was not ended yet.</summary>
internal sealed class RabbitMqDelivery
{
    private const string DeliveryCount = "x-delivery-count";

    public RabbitMqDelivery(BasicDeliverEventArgs arrived)
    {
        Tag = arrived.DeliveryTag;
        // The buffer belongs to the client library and is reused after the event.
        Body = Encoding.UTF8.GetString(arrived.Body.Span);
        var properties = arrived.BasicProperties;
        SentAt = DateTimeOffset.FromUnixTimeMilliseconds(
            Header(properties, RabbitMqMessageQueue.SentAtHeader) is long ms ? ms : properties.Timestamp.UnixTime * 1000);
        Headers = ReadHeaders(properties);
        var before = Header(properties, DeliveryCount) is { } count ? Convert.ToInt32(count, CultureInfo.InvariantCulture) : 0;
        // Classic queues do not count, they only say that it is not the first time.
        ReadCount = Math.Max(before + 1, arrived.Redelivered ? 2 : 1);
    }

    public ulong Tag { get; }

    public string Body { get; }

    public DateTimeOffset SentAt { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public int ReadCount { get; }

    /// <summary>When it goes back to the broker.</summary>
    public DateTimeOffset Until { get; set; }

    private static object? Header(IReadOnlyBasicProperties properties, string key) =>
        properties.Headers is { } headers && headers.TryGetValue(key, out var value) ? value : null;

    private static IReadOnlyDictionary<string, string> ReadHeaders(IReadOnlyBasicProperties properties)
    {
        if (properties.Headers is not { Count: > 0 } given) return MessageHeaders.None;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            // Keys that begin with x- are the broker's and this provider's own.
            if (!key.StartsWith("x-", StringComparison.Ordinal)) headers[key] = value is byte[] text ? Encoding.UTF8.GetString(text) : $"{value}";
        }

        return headers;
    }
}
