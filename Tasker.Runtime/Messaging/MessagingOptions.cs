using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tasker.Runtime.Messaging.RabbitMq;

namespace Tasker.Runtime.Messaging;

/// <summary>How steps get from the queue's rows to the workers.</summary>
public sealed class MessagingOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Messaging";

    /// <summary>What carries messages; default PostgreSql.</summary>
    public MessagingProvider Provider { get; init; } = MessagingProvider.PostgreSql;

    /// <summary>A message that was delivered more often than this and never ended is archived. 1 to 1,000, default 10.</summary>
    [Range(1, 1000)]
    public int MaxReads { get; init; } = 10;

    /// <summary>
    /// With a broker: how long a row is hidden once it was offered, and a delivery to its worker. A message that the broker lost is offered
    /// again after this time. 1 s to 1 h, default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>With a broker: messages of one queue that may wait in it; the rest waits in the database. 10 to 100,000, default 2,000.</summary>
    [Range(10, 100_000)]
    public int MostOffered { get; init; } = 2_000;

    /// <summary>In-memory: messages that one queue holds at most; a sender waits. 1 to 1,000,000, default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MemoryCapacity { get; init; } = 10_000;

    /// <summary>The broker, for provider RabbitMq.</summary>
    [ValidateObjectMembers]
    public RabbitMqOptions RabbitMq { get; init; } = new();
}
