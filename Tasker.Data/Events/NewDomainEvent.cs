namespace Tasker.Data.Events;

/// <summary>A durable event to be written with the end that it tells of.</summary>
/// <param name="EventId">Its id, which follows from step, attempt and declaration; new for a step completed by hand.</param>
/// <param name="Name">Its name, at most 255 characters.</param>
/// <param name="Namespace">The template's namespace.</param>
/// <param name="TemplateId">The template version.</param>
/// <param name="TemplateStepNo">The template's step.</param>
/// <param name="EventNo">Which declaration of the step, from 0.</param>
/// <param name="StepName">The step's name in the template.</param>
/// <param name="Payload">What a publisher starts from, JSON; for a success the step's result is put in as its <c>payload</c>.</param>
public sealed record NewDomainEvent(
    Guid EventId, string Name, string Namespace, int TemplateId, int TemplateStepNo, int EventNo, string StepName, string Payload);
