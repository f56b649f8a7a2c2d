using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>A step as lists, graphs and time lines show it: no payloads.</summary>
public sealed record StepListItem
{
    /// <summary>Number in the task, from 0.</summary>
    public required int No { get; init; }

    /// <summary>The step's id.</summary>
    public required StepId StepId { get; init; }

    /// <summary>The template step that it instantiates.</summary>
    public required int TemplateStepNo { get; init; }

    /// <summary>Name, unique in the task.</summary>
    public required string Name { get; init; }

    /// <summary>standard, decision, deferred_convergence, batchable or batch_worker.</summary>
    public string Type { get; init; } = "standard";

    /// <summary>The state's stable name, see <see cref="StateNames"/>.</summary>
    public required string State { get; init; }

    /// <summary>Executions that count against the limit.</summary>
    public required int Attempts { get; init; }

    /// <summary>Executions in all; higher than <see cref="Attempts"/> after an operator's reset.</summary>
    public required int Executions { get; init; }

    /// <summary>Executions allowed; 0 and 1 both mean no retry.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>False: a failure is final.</summary>
    public required bool Retryable { get; init; }

    /// <summary>Topological level in the template, 0 for roots.</summary>
    public required int Level { get; init; }

    /// <summary>Parents that are not finished.</summary>
    public required int Waits { get; init; }

    /// <summary>End of the back-off.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The node that runs it now.</summary>
    public int? LeaseNode { get; init; }

    /// <summary>When the step was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its last transition.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When its last attempt began; null when none did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When that attempt ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long that attempt's handler ran.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The last failure's message, at most 300 characters; kept after a later success.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>The last failure's error type.</summary>
    public string? FailureType { get; init; }

    /// <summary>The handler's name.</summary>
    public required string Callable { get; init; }

    /// <summary>Numbers of the parents that exist, ascending.</summary>
    public IReadOnlyList<int> Parents { get; init; } = [];
}
