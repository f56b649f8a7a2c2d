namespace Tasker.Runtime.Events.Publishers;

/// <summary>The publisher of events that name none: all hooks are the defaults.</summary>
internal sealed class GenericPublisher : IDomainEventPublisher
{
    public static GenericPublisher Instance { get; } = new();
}
