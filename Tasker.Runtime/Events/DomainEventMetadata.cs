using System.Text.Json.Serialization;

namespace Tasker.Runtime.Events;

/// <summary>Where an event comes from.</summary>
/// <param name="TaskUuid">The task.</param>
/// <param name="StepUuid">The step.</param>
/// <param name="StepName">The step's name in the template.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="CorrelationId">Correlation id of the task.</param>
/// <param name="FiredAt">When it was published.</param>
/// <param name="FiredBy">The node that published it.</param>
public sealed record DomainEventMetadata(
    Guid TaskUuid, Guid StepUuid, string StepName, string Namespace, Guid CorrelationId, DateTimeOffset FiredAt, string FiredBy)
{
    /// <summary>What a custom publisher added; null when nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Additional { get; init; }
}
