namespace Tasker.Runtime.Messaging;

/// <summary>How full a queue is.</summary>
/// <param name="Depth">Messages that can be received now; PostgreSQL counts up to 10,001.</param>
/// <param name="Hidden">Messages that were delivered and not ended, or are delayed; RabbitMQ knows those of this process only.</param>
/// <param name="Oldest">Age of the oldest message; null when the queue is empty or, with RabbitMQ, always: a broker does not tell.</param>
public sealed record QueueMetrics(int Depth, int Hidden, TimeSpan? Oldest);
