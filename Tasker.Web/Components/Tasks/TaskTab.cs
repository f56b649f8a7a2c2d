namespace Tasker.Web.Components.Tasks;

/// <summary>A section of a task's page, as it stands in the address.</summary>
/// <param name="Key">The address's word; empty for the first.</param>
/// <param name="Word">What a person reads.</param>
internal sealed record TaskTab(string Key, string Word)
{
    /// <summary>The table twin of the graph.</summary>
    public static readonly TaskTab Steps = new("", "Steps");

    /// <summary>Every move.</summary>
    public static readonly TaskTab Events = new("events", "Events");

    /// <summary>Context, inputs, results and failures.</summary>
    public static readonly TaskTab Payloads = new("payloads", "Payloads");

    /// <summary>The selected step's executions.</summary>
    public static readonly TaskTab Attempts = new("attempts", "Attempts");

    /// <summary>All, in order.</summary>
    public static IReadOnlyList<TaskTab> All { get; } = [Steps, Events, Payloads, Attempts];

    /// <summary>The tab of a word; the first when there is none.</summary>
    public static TaskTab Find(string? key) => All.FirstOrDefault(t => t.Key == key) ?? Steps;
}
