using Tasker.Data.Reads;

namespace Tasker.Data.Templates;

/// <summary>A stored template version with its texts.</summary>
/// <param name="Version">What lists show.</param>
/// <param name="Definition">The stored model, JSON.</param>
/// <param name="Source">The YAML as it was published.</param>
public sealed record StoredTemplateRow(TemplateVersionItem Version, string Definition, string Source);
