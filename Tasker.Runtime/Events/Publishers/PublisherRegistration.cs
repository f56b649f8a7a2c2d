namespace Tasker.Runtime.Events.Publishers;

/// <summary>A custom publisher under the name that templates call it by.</summary>
internal sealed record PublisherRegistration(string Name, Type Type);
