using Tasker.Data.Workflow;

namespace Tasker.Data.Events;

/// <summary>A committed event that is still to be published.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="StepId">The step.</param>
/// <param name="StepName">The step's name in the template.</param>
/// <param name="TemplateId">The template version that declares it.</param>
/// <param name="TemplateStepNo">The template's step.</param>
/// <param name="EventNo">Which declaration of the step.</param>
/// <param name="CorrelationId">Correlation id of the task.</param>
/// <param name="Payload">What a publisher starts from, JSON.</param>
/// <param name="Tries">Tries that failed.</param>
public sealed record PendingEvent(
    Guid EventId, string Name, string Namespace, StepId StepId, string StepName, int TemplateId, int TemplateStepNo, int EventNo, Guid CorrelationId,
    string Payload, int Tries);
