using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>A template with its versions.</summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name.</param>
/// <param name="Default">The version that a request without one gets; the newest when none is marked.</param>
/// <param name="Versions">All versions, newest first.</param>
/// <param name="Tasks">Tasks of all versions by state name, only states that occur; null when nobody counts (no live reader runs).</param>
public sealed record TemplateSummary(
    string Namespace, string Name, TemplateVersionItem Default, IReadOnlyList<TemplateVersionItem> Versions,
    IReadOnlyDictionary<string, long>? Tasks);
