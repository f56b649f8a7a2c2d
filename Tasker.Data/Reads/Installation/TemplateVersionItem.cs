namespace Tasker.Data.Reads;

/// <summary>One version of a template as lists show it.</summary>
/// <param name="TemplateId">The version, as the database numbers it.</param>
/// <param name="TemplateUuid">Its public id.</param>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name.</param>
/// <param name="Version">Version.</param>
/// <param name="Description">What it is for.</param>
/// <param name="IsDefault">True for the version that a request without one gets.</param>
/// <param name="StepCount">Steps, dynamic ones included.</param>
/// <param name="InitialSteps">Steps that are created with a task.</param>
/// <param name="CreatedBy">Who published it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record TemplateVersionItem(
    int TemplateId, Guid TemplateUuid, string Namespace, string Name, string Version, string? Description, bool IsDefault, int StepCount,
    int InitialSteps, string CreatedBy, DateTimeOffset CreatedAt);
