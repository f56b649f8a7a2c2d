using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Events.Publishers;

/// <summary>The custom publishers of this process, one instance of each, made when first needed.</summary>
internal sealed partial class PublisherRegistry
{
    private readonly FrozenDictionary<string, Lazy<IDomainEventPublisher>> _publishers;
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);
    private readonly ILogger<PublisherRegistry> _logger;

    public PublisherRegistry(IServiceProvider services, IEnumerable<PublisherRegistration> registrations, ILogger<PublisherRegistry> logger)
    {
        _logger = logger;
        // PublicationOnly: a constructor that failed is tried again with the next event.
        _publishers = registrations
            .GroupBy(r => r.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Count() == 1 ? g.Key : throw new InvalidOperationException($"the publisher {g.Key} is registered {g.Count()} times"),
                g => new Lazy<IDomainEventPublisher>(
                    () => (IDomainEventPublisher)ActivatorUtilities.CreateInstance(services, g.Single().Type), LazyThreadSafetyMode.PublicationOnly),
                StringComparer.Ordinal);
    }

    /// <summary>The publisher of a name; the generic one for none, and with one warning for a name that nobody registered.</summary>
    public IDomainEventPublisher Get(string? name)
    {
        if (name is null) return GenericPublisher.Instance;
        if (_publishers.TryGetValue(name, out var publisher)) return publisher.Value;
        if (_missing.TryAdd(name, true)) LogMissing(_logger, name);
        return GenericPublisher.Instance;
    }

    [LoggerMessage(4401, LogLevel.Warning, "No publisher is registered as {Publisher}; its events are published by the generic one")]
    private static partial void LogMissing(ILogger logger, string publisher);
}
