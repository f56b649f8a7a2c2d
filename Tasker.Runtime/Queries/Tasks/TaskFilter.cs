namespace Tasker.Runtime.Queries;

/// <summary>Which tasks. All parts that are given must hold; an empty filter means all tasks.</summary>
public sealed record TaskFilter
{
    /// <summary>No restriction.</summary>
    public static readonly TaskFilter All = new();

    /// <summary>
    /// States by their stable names, or groups: <c>open</c> (not ended, not blocked), <c>active</c>, <c>waiting</c>, <c>problem</c>
    /// (blocked or error), <c>ended</c>. Empty means any.
    /// </summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>The template's name; with a <c>*</c> at its end, how the name begins.</summary>
    public string? Template { get; init; }

    /// <summary>The template's version, exactly.</summary>
    public string? Version { get; init; }

    /// <summary>The namespace, exactly.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who asked, exactly.</summary>
    public string? Initiator { get; init; }

    /// <summary>Which system asked, exactly.</summary>
    public string? SourceSystem { get; init; }

    /// <summary>Created at this moment or later, by the time in the task's id.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Created before this moment, by the time in the task's id.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>A task's or step's id, or how a task's id begins (hexadecimal, dashes allowed).</summary>
    public string? Id { get; init; }
}
