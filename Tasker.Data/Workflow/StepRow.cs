namespace Tasker.Data.Workflow;

/// <summary>
/// A step of a task. Keyed by task and number, so that the rows of a task lie together and one index serves everything; no column
/// that changes on the normal path is indexed, so every normal update is heap-only.
/// </summary>
public sealed class StepRow
{
    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>Number in the task; equals the template's number for initial steps, higher for dynamic ones.</summary>
    public int StepNo { get; set; }

    /// <summary>The template step that this one instantiates.</summary>
    public int TemplateStepNo { get; set; }

    /// <summary>Current state.</summary>
    public StepState State { get; set; }

    /// <summary>Executions begun. Never goes down: it is half of the fence of an attempt.</summary>
    public short Attempts { get; set; }

    /// <summary>Executions that an operator's reset forgave; <c>attempts - attempts_forgiven</c> counts against the limit.</summary>
    public short AttemptsForgiven { get; set; }

    /// <summary>Total executions allowed; 0 and 1 both mean no retry.</summary>
    public short MaxAttempts { get; set; }

    /// <summary>False: a failure is final.</summary>
    public bool Retryable { get; set; }

    /// <summary>Parents that are not finished. The step may start when this is 0.</summary>
    public int Waits { get; set; }

    /// <summary>The node that holds the lease of the current attempt; null when nobody does.</summary>
    public int? LeaseNode { get; set; }

    /// <summary>When the row was written: the time of the first transition, to pending.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Time of the last transition.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>End of the back-off; set only in waiting_for_retry.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>Own name of a dynamic step (a batch worker); null: the template's name.</summary>
    public string? Name { get; set; }

    /// <summary>Own inputs of a dynamic step, or inputs edited by an operator.</summary>
    public string? Inputs { get; set; }

    /// <summary>What the handler returned, JSON; set with complete, and by an operator who completes by hand.</summary>
    public string? Result { get; set; }

    /// <summary>The last failure, JSON.</summary>
    public string? Failure { get; set; }

    /// <summary>Where a later execution goes on, JSON: what the handler last said by a checkpoint.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>
    /// For a worker of a batch: 1 while it has one of the places that the batch's parallelism allows, 2 while it needs one to start (it
    /// then counts as one more parent in <see cref="Waits"/>), 0 when it ended. Null for all other steps.
    /// </summary>
    public short? Place { get; set; }
}
