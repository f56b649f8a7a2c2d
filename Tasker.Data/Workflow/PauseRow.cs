namespace Tasker.Data.Workflow;

/// <summary>
/// Something whose steps must not start at present. The row is there while the pause lasts; who ended it, and why, is in
/// <c>operator_commands</c>. A pause whose <see cref="Until"/> has passed is not in force, whether or not its row was cleared yet.
/// </summary>
public sealed class PauseRow
{
    /// <summary>Key, a UUIDv7.</summary>
    public Guid PauseId { get; set; }

    /// <summary>task, template, namespace or queue.</summary>
    public required string Scope { get; set; }

    /// <summary>What is paused, in one text such as <c>template:shop/order:1.2.0</c>; unique.</summary>
    public required string Target { get; set; }

    /// <summary>The task; null unless the scope is task.</summary>
    public Guid? TaskId { get; set; }

    /// <summary>The namespace of a template, of a namespace and of its queue; null for a task and for the orchestrator's queues.</summary>
    public int? NamespaceId { get; set; }

    /// <summary>The template's name; null unless the scope is template.</summary>
    public string? TemplateName { get; set; }

    /// <summary>The template's version; null: all of them, those to come as well.</summary>
    public string? TemplateVersion { get; set; }

    /// <summary>The queue from which nothing is taken, without PGMQ's <c>q_</c>; null for a task and a template.</summary>
    public string? QueueName { get; set; }

    /// <summary>Who, as <c>user:name</c>.</summary>
    public required string PausedBy { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>Since when, database time.</summary>
    public DateTimeOffset PausedAt { get; set; }

    /// <summary>When it ends by itself, database time; null: not by itself.</summary>
    public DateTimeOffset? Until { get; set; }
}
