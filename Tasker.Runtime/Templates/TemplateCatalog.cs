using System.Collections.Concurrent;
using Tasker.Data;
using Tasker.Data.Templates;

namespace Tasker.Runtime.Templates;

/// <summary>
/// The templates in memory. A version never changes, so what is known by id stays true; which version a name means by default may
/// change, so that is asked again after two seconds, or at once after <see cref="Refresh"/>. Bounded: at 1,000 versions it starts anew.
/// </summary>
public sealed class TemplateCatalog(TaskerDataSource data, Engine.EngineOptions options, TimeProvider clock)
{
    private const int MaxVersions = 1000;
    private static readonly TimeSpan NameLife = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<int, LoadedTemplate> _byId = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name, string? Version), (int TemplateId, long At)> _byName = new();

    /// <summary>The version, if it is in memory.</summary>
    public LoadedTemplate? TryGet(int templateId) => _byId.GetValueOrDefault(templateId);

    /// <summary>The version; null when there is none.</summary>
    public ValueTask<LoadedTemplate?> GetAsync(int templateId, CancellationToken ct) =>
        _byId.TryGetValue(templateId, out var loaded) ? ValueTask.FromResult<LoadedTemplate?>(loaded) : LoadAsync(templateId, ct);

    /// <summary>The version of this name, or its default version when none is named; null when there is none.</summary>
    public async ValueTask<LoadedTemplate?> GetAsync(string ns, string name, string? version, CancellationToken ct)
    {
        if (_byName.TryGetValue((ns, name, version), out var known)
            && (version is not null || clock.GetElapsedTime(known.At) < NameLife)
            && _byId.TryGetValue(known.TemplateId, out var loaded))
        {
            return loaded;
        }

        if (await TemplateDefinitions.ByNameAsync(data.Engine, ns, name, version, ct) is not { } row) return null;
        if (_byName.Count >= MaxVersions) _byName.Clear();
        _byName[(ns, name, version)] = (row.TemplateId, clock.GetTimestamp());
        return Keep(row.TemplateId, row.Definition);
    }

    /// <summary>Forgets which version a name means.</summary>
    public void Refresh() => _byName.Clear();

    private async ValueTask<LoadedTemplate?> LoadAsync(int templateId, CancellationToken ct) =>
        await TemplateDefinitions.ByIdAsync(data.Engine, templateId, ct) is { } row ? Keep(row.TemplateId, row.Definition) : null;

    private LoadedTemplate Keep(int templateId, string definition)
    {
        if (_byId.TryGetValue(templateId, out var known)) return known;
        if (_byId.Count >= MaxVersions) _byId.Clear();
        var template = TemplateEnvironments.Resolve(TemplateJson.Deserialize(definition), options.Environment);
        return _byId.GetOrAdd(templateId, id => new LoadedTemplate(id, template));
    }
}
