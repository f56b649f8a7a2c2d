namespace Tasker.Data.Workflow;

/// <summary>
/// A task: one run of a template version. The current state and the counters of its steps are columns of this row and change only
/// under its row lock, in the statement that moves a step; the database and <c>tasker check</c> hold them to the steps' states.
/// </summary>
public sealed class TaskRow
{
    /// <summary>Key, see <see cref="Workflow.TaskId"/>.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The template version, pinned for the task's life.</summary>
    public int TemplateId { get; set; }

    /// <summary>Current state.</summary>
    public TaskState State { get; set; }

    /// <summary>
    /// Coarse state, computed by the database: 0 open, 1 blocked, 2 complete, 3 error, 4 cancelled, 5 resolved. It is what lists are
    /// indexed by, because it changes once or twice in a task's life: the moves in between stay heap-only (HOT) updates.
    /// </summary>
    public short Phase { get; set; }

    /// <summary>Priority, -100 to 100, higher first; default 0.</summary>
    public short Priority { get; set; }

    /// <summary>Copied from the template: see <see cref="TemplateRow.StopOnFailure"/>.</summary>
    public bool StopOnFailure { get; set; }

    /// <summary>All steps of the task.</summary>
    public int StepsTotal { get; set; }

    /// <summary>Steps that are neither complete nor resolved.</summary>
    public int StepsLeft { get; set; }

    /// <summary>Steps queued, running, or handed over.</summary>
    public int StepsActive { get; set; }

    /// <summary>Steps in waiting_for_retry.</summary>
    public int StepsWaiting { get; set; }

    /// <summary>Steps in error.</summary>
    public int StepsFailed { get; set; }

    /// <summary>When the caller asked for it.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>When the row was written.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Time of the last transition.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Set by every terminal transition, cleared by a reset.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Ties the task to log lines and messages; a UUIDv7 when the caller gave none.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>The correlation id of whatever caused this task.</summary>
    public Guid? ParentCorrelationId { get; set; }

    /// <summary>256-bit identity; null for always_unique. Unique.</summary>
    public byte[]? IdentityHash { get; set; }

    /// <summary>Who asked, at most 128 characters.</summary>
    public string? Initiator { get; set; }

    /// <summary>Which system asked, at most 128 characters.</summary>
    public string? SourceSystem { get; set; }

    /// <summary>Why, at most 128 characters.</summary>
    public string? Reason { get; set; }

    /// <summary>Labels, a JSON array of texts; null when there are none.</summary>
    public string? Tags { get; set; }

    /// <summary>The input, a JSON object.</summary>
    public required string Context { get; set; }

    /// <summary>Caller's options, passed through.</summary>
    public string? Options { get; set; }

    /// <summary>
    /// How often an operator sent finished steps back to run again; null for never. A node that remembers results of the task forgets them
    /// when a claim brings another number than the one it knows.
    /// </summary>
    public int? Resets { get; set; }
}
