namespace Tasker.Runtime.Templates;

/// <summary>A file of a template folder, as it was when it was last looked at.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Version">The version that it is; null when it could not be published.</param>
/// <param name="Problems">What is wrong with it or worth knowing, with places.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record TemplateFile(string Path, TemplateRef? Version, IReadOnlyList<TemplateProblem> Problems, DateTimeOffset ReadAt);
