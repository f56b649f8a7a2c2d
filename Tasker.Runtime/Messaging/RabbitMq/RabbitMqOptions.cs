using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>The RabbitMQ broker.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>
    /// <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps://</c> with TLS. Required for provider RabbitMq; keep it out of files that are
    /// shared (environment variable <c>Tasker__Messaging__RabbitMq__Uri</c>). Never logged.
    /// </summary>
    public string? Uri { get; init; }

    /// <summary>Unacknowledged messages that the broker gives to one node and queue. 1 to 5,000, default 100.</summary>
    [Range(1, 5000)]
    public int Prefetch { get; init; } = 100;

    /// <summary>Time between signs of life on the connection. 5 s to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an attempt to connect may take, and the wait for a confirm. 1 s to 2 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two attempts to connect; the first is 0.1 s and doubles. 0.1 s to 5 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);
}
