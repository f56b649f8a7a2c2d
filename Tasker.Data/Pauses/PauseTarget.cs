using Tasker.Data.Workflow;

namespace Tasker.Data.Pauses;

/// <summary>One thing that can be paused.</summary>
public sealed record PauseTarget
{
    private PauseTarget(PauseScope scope, string key)
    {
        Scope = scope;
        Key = key;
    }

    /// <summary>Of which kind it is.</summary>
    public PauseScope Scope { get; }

    /// <summary>All of it in one text, such as <c>template:shop/order:1.2.0</c>; at most 200 characters.</summary>
    public string Key { get; }

    /// <summary>The task of a pause of a task.</summary>
    public TaskId? TaskId { get; private init; }

    /// <summary>The namespace of a pause of a template or a namespace.</summary>
    public string? Namespace { get; private init; }

    /// <summary>The template's name.</summary>
    public string? Template { get; private init; }

    /// <summary>The template's version; null: all of them.</summary>
    public string? Version { get; private init; }

    /// <summary>The queue's name without PGMQ's <c>q_</c>.</summary>
    public string? Queue { get; private init; }

    /// <summary>A task.</summary>
    public static PauseTarget OfTask(TaskId task) => new(PauseScope.Task, $"task:{task.Value:D}") { TaskId = task };

    /// <summary>A template with all of its versions, those to come as well; or one version.</summary>
    /// <param name="ns">The namespace; case does not matter.</param>
    /// <param name="name">The template's name.</param>
    /// <param name="version">One version; null: all.</param>
    public static PauseTarget OfTemplate(string ns, string name, string? version) =>
        new(PauseScope.Template, $"template:{Lower(ns)}/{name}{(version is null ? "" : ":" + version)}") { Namespace = ns, Template = name, Version = version };

    /// <summary>A namespace; case does not matter.</summary>
    public static PauseTarget OfNamespace(string ns) => new(PauseScope.Namespace, $"namespace:{Lower(ns)}") { Namespace = ns };

    /// <summary>A queue, such as <c>worker_shop_queue</c> or <c>orchestration_step_results</c>; case does not matter.</summary>
    public static PauseTarget OfQueue(string queue) => new(PauseScope.Queue, $"queue:{Lower(queue)}") { Queue = queue };

    private static string Lower(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant();
    }
}
