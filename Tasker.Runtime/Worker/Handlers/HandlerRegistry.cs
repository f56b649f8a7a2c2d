using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>
/// Finds what executes a step: explicit registration, then resolvers by priority, the class resolver last. Built once; an answer is
/// kept, so the hot path is one dictionary look-up.
/// </summary>
public sealed class HandlerRegistry
{
    private readonly FrozenDictionary<string, HandlerRegistration> _registered;
    private readonly IReadOnlyList<IHandlerResolver> _resolvers;
    private readonly ConcurrentDictionary<(string Callable, string Method, string? Resolver), HandlerInvocation?> _known = new();

    /// <summary>Collects registrations and resolvers.</summary>
    /// <exception cref="InvalidOperationException">Two handlers have the same name, or a type is no handler.</exception>
    public HandlerRegistry(IEnumerable<HandlerRegistration> registrations, IEnumerable<IHandlerResolver> resolvers)
    {
        var all = registrations.ToList();
        var twice = all.GroupBy(r => r.Callable, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
        if (twice.Count > 0) throw new InvalidOperationException($"registered more than once: {string.Join(", ", twice)}");
        _registered = all.ToFrozenDictionary(r => r.Callable, StringComparer.Ordinal);
        _resolvers = [.. resolvers.OrderBy(r => r.Priority)];
    }

    /// <summary>The names registered explicitly, sorted.</summary>
    public IReadOnlyList<string> Callables => [.. _registered.Keys.Order(StringComparer.Ordinal)];

    /// <summary>True when something executes this callable.</summary>
    public bool Has(string callable, string method = HandlerInvocation.DefaultMethod, string? resolver = null) =>
        Find(callable, method, resolver) is not null;

    /// <summary>What executes the callable; null when nothing does.</summary>
    internal HandlerInvocation? Find(string callable, string method, string? resolver) =>
        _known.GetOrAdd((callable, method, resolver), static (key, self) => self.Resolve(key.Callable, key.Method, key.Resolver), this);

    private HandlerInvocation? Resolve(string callable, string method, string? resolver)
    {
        if (resolver is not null)
        {
            var named = _resolvers.FirstOrDefault(r => string.Equals(r.Name, resolver, StringComparison.Ordinal));
            return HandlerInvocation.Of(named?.Resolve(callable), method);
        }

        if (_registered.TryGetValue(callable, out var registration))
        {
            return registration.Function is { } function ? HandlerInvocation.Of(function) : HandlerInvocation.Of(registration.HandlerType, method);
        }

        return _resolvers.Select(r => HandlerInvocation.Of(r.Resolve(callable), method)).FirstOrDefault(i => i is not null);
    }
}
