namespace Tasker.Runtime.Templates;

/// <summary>What is written to the database for one version of a template.</summary>
internal sealed record StoredTemplate(int Format, TaskTemplate Template);
