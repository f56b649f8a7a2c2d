namespace Tasker.Data.Workflow;

/// <summary>
/// A durable domain event. It is written in the commit of the end that it tells of, published a moment later, and kept for its
/// retention time so that it can be read again.
/// </summary>
public sealed class DomainEventRow
{
    /// <summary>Key: follows from step, attempt and declaration, so the same event is never written twice. New for a step completed by hand.</summary>
    public Guid EventId { get; set; }

    /// <summary>Its name, such as <c>order.charged</c>.</summary>
    public required string EventName { get; set; }

    /// <summary>Namespace of its template.</summary>
    public required string NamespaceName { get; set; }

    /// <summary>The task; it may have been deleted since.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The step.</summary>
    public int StepNo { get; set; }

    /// <summary>The attempt whose end it tells of; for a step completed by hand, its last attempt, 0 when it never ran.</summary>
    public short Attempt { get; set; }

    /// <summary>The step's name in the template.</summary>
    public required string StepName { get; set; }

    /// <summary>Template version that declares it.</summary>
    public int TemplateId { get; set; }

    /// <summary>Step of the template that declares it.</summary>
    public int TemplateStepNo { get; set; }

    /// <summary>Which declaration of the step, from 0.</summary>
    public int EventNo { get; set; }

    /// <summary>Correlation id of the task.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>The node that committed the end; 0 when a person completed the step.</summary>
    public int NodeId { get; set; }

    /// <summary>When the end was committed, database time.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>0 to be published, 1 published, 2 withheld by its publisher, 3 refused by its schema.</summary>
    public short State { get; set; }

    /// <summary>What a publisher starts from, JSON; null once it was published.</summary>
    public string? Payload { get; set; }

    /// <summary>The event as it was sent, JSON; null until then.</summary>
    public string? Message { get; set; }

    /// <summary>Place in the order of publication, from 1, with gaps; null until it was published.</summary>
    public long? Position { get; set; }

    /// <summary>Tries that failed.</summary>
    public int Tries { get; set; }

    /// <summary>Not before this time; matters while the state is 0.</summary>
    public DateTimeOffset RetryAt { get; set; }

    /// <summary>Why it was not published, last time.</summary>
    public string? Error { get; set; }

    /// <summary>When it was published, withheld or refused.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}
