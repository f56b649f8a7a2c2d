namespace Tasker.Runtime.Worker.Handlers;

/// <summary>
/// Finds handlers that were not registered by name. Resolvers are asked after the explicit registrations, lowest priority first; a
/// template's <c>handler.resolver</c> names one and asks only that.
/// </summary>
public interface IHandlerResolver
{
    /// <summary>The name that <c>handler.resolver</c> uses.</summary>
    string Name { get; }

    /// <summary>Order; lower is asked first. The built-in class resolver has 100.</summary>
    int Priority { get; }

    /// <summary>The handler's type, or null when this resolver knows none.</summary>
    Type? Resolve(string callable);
}
