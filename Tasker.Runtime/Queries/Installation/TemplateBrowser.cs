using Tasker.Data.Reads;
using Tasker.Data.Templates;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about templates.</summary>
public sealed class TemplateBrowser(TemplateRows templates, WorkCounter counter)
{
    private const int MostVersions = 5_000;
    private const int MostVersionsOfOne = 100;

    /// <summary>All templates by namespace and name (from the newest 5,000 versions), with at most 100 versions each.</summary>
    public async Task<IReadOnlyList<TemplateSummary>> ListAsync(CancellationToken ct)
    {
        var versions = await templates.ListAsync(MostVersions, ct);
        var tasks = counter.ByTemplate();
        return [.. versions
            .GroupBy(v => (v.Namespace, v.Name))
            .OrderBy(g => g.Key.Namespace, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Name, StringComparer.Ordinal)
            .Select(g => Summary([.. g], tasks))];
    }

    /// <summary>One version; without one, the default. Null when there is none.</summary>
    public async Task<TemplateDetail?> GetAsync(string ns, string name, string? version, CancellationToken ct) =>
        await DetailAsync(await templates.FindAsync(ns, name, version, ct), ct);

    /// <summary>One version by its number; null when there is none.</summary>
    public async Task<TemplateDetail?> GetAsync(int templateId, CancellationToken ct) =>
        await DetailAsync(await templates.FindAsync(templateId, ct), ct);

    private static TemplateSummary Summary(List<TemplateVersionItem> versions, ILookup<int, (string State, long Count)>? tasks) => new(
        versions[0].Namespace, versions[0].Name, versions.Find(v => v.IsDefault) ?? versions[0], [.. versions.Take(MostVersionsOfOne)],
        tasks is null
            ? null
            : versions.SelectMany(v => tasks[v.TemplateId]).GroupBy(t => t.State).ToDictionary(g => g.Key, g => g.Sum(t => t.Count)));

    private async Task<TemplateDetail?> DetailAsync(StoredTemplateRow? stored, CancellationToken ct)
    {
        if (stored is null) return null;
        var version = stored.Version;
        var steps = await templates.StepsAsync(version.TemplateId, ct);
        var edges = await templates.EdgesAsync(version.TemplateId, ct);
        var versions = await templates.VersionsAsync(version.Namespace, version.Name, MostVersionsOfOne, ct);
        return new TemplateDetail(version, stored.Source, stored.Definition, steps, edges, versions);
    }
}
