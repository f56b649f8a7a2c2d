using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>A task as lists show it: no payloads.</summary>
public sealed record TaskListItem
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>Its template version, as the database numbers it.</summary>
    public required int TemplateId { get; init; }

    /// <summary>The template's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The template's version.</summary>
    public required string Version { get; init; }

    /// <summary>The state's stable name, see <see cref="StateNames"/>.</summary>
    public required string State { get; init; }

    /// <summary>All steps that exist.</summary>
    public required int StepsTotal { get; init; }

    /// <summary>Steps that are complete or resolved by a person.</summary>
    public required int StepsDone { get; init; }

    /// <summary>Steps that failed for good.</summary>
    public required int StepsFailed { get; init; }

    /// <summary>Steps queued, running or handed over.</summary>
    public required int StepsActive { get; init; }

    /// <summary>Steps in their back-off.</summary>
    public required int StepsWaiting { get; init; }

    /// <summary>-100 to 100, higher first.</summary>
    public required int Priority { get; init; }

    /// <summary>When the task was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its last transition.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Its terminal transition; null while it is open.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Who asked.</summary>
    public string? Initiator { get; init; }

    /// <summary>Which system asked.</summary>
    public string? SourceSystem { get; init; }

    /// <summary>Ties the task to log lines.</summary>
    public required Guid CorrelationId { get; init; }
}
