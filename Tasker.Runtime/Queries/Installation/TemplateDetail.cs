using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>One version of a template with its text, steps and dependencies.</summary>
/// <param name="Version">What lists show.</param>
/// <param name="Source">The YAML as it was published.</param>
/// <param name="Definition">The stored model, JSON.</param>
/// <param name="Steps">Its steps by number.</param>
/// <param name="Edges">Its dependencies.</param>
/// <param name="Versions">All versions of the template, newest first.</param>
public sealed record TemplateDetail(
    TemplateVersionItem Version, string Source, string Definition, IReadOnlyList<TemplateStepItem> Steps, IReadOnlyList<StepEdge> Edges,
    IReadOnlyList<TemplateVersionItem> Versions);
