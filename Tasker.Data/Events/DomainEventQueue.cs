using Tasker.Data.Flow;

namespace Tasker.Data.Events;

/// <summary>The queues of durable domain events, <c>{namespace}_domain_events</c>; made when the first event of a namespace is published.</summary>
public static class DomainEventQueue
{
    /// <summary>The name of a namespace's queue, without PGMQ's <c>q_</c>.</summary>
    /// <exception cref="ArgumentException">The namespace is not 1 to 29 characters of <c>[A-Za-z0-9_]</c>.</exception>
    public static string NameOf(string ns) => $"{QueueName.Of(ns).Namespace.ToLowerInvariant()}_domain_events";
}
