namespace Tasker.Data.Workflow;

/// <summary>A task that was made by running another one again.</summary>
public sealed class TaskLinkRow
{
    /// <summary>The new task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The task that it runs again. It may have been deleted by retention since.</summary>
    public Guid RerunOf { get; set; }

    /// <summary>The act that made it (see <see cref="OperatorCommandRow"/>): who, when, why.</summary>
    public Guid CommandId { get; set; }
}
