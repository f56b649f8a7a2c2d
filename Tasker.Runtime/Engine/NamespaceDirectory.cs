using System.Collections.Concurrent;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Engine;

/// <summary>Namespaces whose queues were rung, by the template that was queued.</summary>
internal sealed class NamespaceDirectory(TemplateCatalog catalog)
{
    private readonly ConcurrentDictionary<int, byte> _templates = new();
    private readonly ConcurrentDictionary<string, byte> _found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Namespaces noted since the last call, by template or by name.</summary>
    public IReadOnlyCollection<string> All
    {
        get
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var id in _templates.Keys)
            {
                // A template that is not in the cache is found by the poll.
                if (_templates.TryRemove(id, out _) && catalog.TryGet(id) is { } template) names.Add(template.Namespace);
            }

            foreach (var name in _found.Keys)
            {
                if (_found.TryRemove(name, out _)) names.Add(name);
            }

            return names;
        }
    }

    public void Note(IReadOnlyCollection<int> templateIds)
    {
        foreach (var id in templateIds) _templates.TryAdd(id, 0);
    }

    public void Note(string ns) => _found.TryAdd(ns, 0);
}
