using System.Text.Json;

namespace Tasker.Runtime.Events;

/// <summary>
/// Builds events in its own way. Registered by name with <c>TaskerBuilder.AddPublisher</c>; an event's declaration names it. Every hook has
/// a default, which does what the generic publisher does. Hooks run after the end was committed: whatever they do, no step fails by it.
/// One that throws, or takes longer than <see cref="EventOptions.PublisherTimeout"/>, fails the publication: a durable event is tried again
/// later, a fast one is lost. So the hooks of a durable event may run more than once for it; those of a broadcast event run for each of its ways.
/// One instance serves all events at the same time.
/// </summary>
public interface IDomainEventPublisher
{
    /// <summary>Whether the event is to be published at all. Default: true.</summary>
    ValueTask<bool> ShouldPublishAsync(DomainEvent domainEvent, CancellationToken ct) => ValueTask.FromResult(true);

    /// <summary>The business payload that is published in place of the result or failure. The schema is held against it. Default: unchanged.</summary>
    ValueTask<JsonElement> TransformPayloadAsync(DomainEvent domainEvent, CancellationToken ct) => ValueTask.FromResult(domainEvent.Payload.Payload);

    /// <summary>What is added to the metadata, as <c>additional</c>. Default: nothing.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> AdditionalMetadataAsync(DomainEvent domainEvent, CancellationToken ct) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>Called with the event as it will be published. Default: nothing.</summary>
    ValueTask BeforePublishAsync(DomainEvent domainEvent, CancellationToken ct) => ValueTask.CompletedTask;

    /// <summary>Called after it was published. What goes wrong here is logged and counted. Default: nothing.</summary>
    ValueTask AfterPublishAsync(DomainEvent domainEvent, CancellationToken ct) => ValueTask.CompletedTask;

    /// <summary>Called when a publication failed: by another hook, or because it could not be written. Default: nothing.</summary>
    ValueTask OnErrorAsync(DomainEvent domainEvent, Exception error, CancellationToken ct) => ValueTask.CompletedTask;
}
