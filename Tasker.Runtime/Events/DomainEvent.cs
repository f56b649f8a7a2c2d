using System.Text.Json;

namespace Tasker.Runtime.Events;

/// <summary>Something that happened in the business, told after the step's end was committed.</summary>
public sealed record DomainEvent
{
    /// <summary>Its id, a UUIDv7.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Its name, such as <c>order.validated</c>.</summary>
    public required string EventName { get; init; }

    /// <summary>Version of this envelope.</summary>
    public string EventVersion { get; init; } = "1.0";

    /// <summary>What happened.</summary>
    public required DomainEventPayload Payload { get; init; }

    /// <summary>Where it comes from.</summary>
    public required DomainEventMetadata Metadata { get; init; }

    /// <summary>The event as JSON with snake_case names, as it stands in the queue.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Worker.Handlers.StepJson.Options);
}
