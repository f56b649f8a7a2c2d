namespace Tasker.Runtime.Events;

/// <summary>The events of this node in figures, since its start.</summary>
/// <param name="Dispatched">Fast events whose condition was met, those of broadcasts included.</param>
/// <param name="Fast">Of these, taken for subscribers in this process.</param>
/// <param name="Durable">Durable events published by this node, those of broadcasts included.</param>
/// <param name="Dropped">Fast events that there was no room for.</param>
/// <param name="Failed">Tries to publish a durable event that failed; each is repeated.</param>
/// <param name="SchemaErrors">Not published because the payload breaks the declared schema.</param>
/// <param name="HandlerErrors">Exceptions of subscribers.</param>
/// <param name="Withheld">Not published because their publisher did not want it.</param>
/// <param name="PublisherErrors">Exceptions and timeouts of custom publishers.</param>
/// <param name="LastAt">When the last one was dispatched or published; null when there was none.</param>
public sealed record DomainEventSnapshot(
    long Dispatched, long Fast, long Durable, long Dropped, long Failed, long SchemaErrors, long HandlerErrors, long Withheld, long PublisherErrors,
    DateTimeOffset? LastAt);
