namespace Tasker.Runtime.Events;

/// <summary>The events of this node in figures, since its start.</summary>
/// <param name="Dispatched">Events whose condition was met.</param>
/// <param name="Fast">Of these, taken for subscribers in this process.</param>
/// <param name="Durable">Of these, put into a queue.</param>
/// <param name="Dropped">Not delivered to subscribers because the buffer was full.</param>
/// <param name="Failed">Not put into a queue because the database refused.</param>
/// <param name="SchemaErrors">Published with a payload that its schema does not describe.</param>
/// <param name="HandlerErrors">Exceptions of subscribers.</param>
/// <param name="LastAt">When the last one was dispatched; null when there was none.</param>
public sealed record DomainEventSnapshot(
    long Dispatched, long Fast, long Durable, long Dropped, long Failed, long SchemaErrors, long HandlerErrors, DateTimeOffset? LastAt);
