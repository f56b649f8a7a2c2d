using System.Collections.Frozen;
using System.Reflection;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Finds handler classes by their full name.</summary>
internal sealed class ClassResolver(Assembly assembly) : IHandlerResolver
{
    private readonly FrozenDictionary<string, Type> _types = assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false, FullName: not null } && typeof(IStepHandler).IsAssignableFrom(t))
        .ToFrozenDictionary(t => t.FullName!, StringComparer.Ordinal);

    public string Name => "class";

    public int Priority => 100;

    public Type? Resolve(string callable) => _types.GetValueOrDefault(callable);
}
