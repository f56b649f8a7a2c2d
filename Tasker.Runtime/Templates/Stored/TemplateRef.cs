namespace Tasker.Runtime.Templates;

/// <summary>Names a stored template version.</summary>
/// <param name="TemplateId">As the database numbers it.</param>
/// <param name="TemplateUuid">Its public id.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Version.</param>
public sealed record TemplateRef(int TemplateId, Guid TemplateUuid, string Namespace, string Name, string Version);
