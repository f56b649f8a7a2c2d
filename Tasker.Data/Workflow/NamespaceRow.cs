namespace Tasker.Data.Workflow;

/// <summary>A namespace: the unit of queues and, later, of rights. Its queue is <c>worker_{name}_queue</c>.</summary>
public sealed class NamespaceRow
{
    /// <summary>Key.</summary>
    public int NamespaceId { get; set; }

    /// <summary>1 to 29 characters of <c>[A-Za-z0-9_]</c>: the queue's name must fit PGMQ's 47.</summary>
    public required string Name { get; set; }

    /// <summary>Free text, at most 255 characters.</summary>
    public string? Description { get; set; }

    /// <summary>When the row was written.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
