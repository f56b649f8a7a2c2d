using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Tasks;

/// <summary>A choice of states that the list offers, with its count.</summary>
/// <param name="Key">What stands in the address: a state or group as <see cref="TaskFilter.States"/> knows it; empty for all.</param>
/// <param name="Word">What a person reads.</param>
/// <param name="CssClass">Sets the hue.</param>
/// <param name="States">The states that it counts.</param>
internal sealed record TaskFacet(string Key, string Word, string CssClass, IReadOnlyList<TaskState> States)
{
    /// <summary>All of them, in the order of a task's life; trouble stands first after all.</summary>
    public static IReadOnlyList<TaskFacet> All { get; } =
    [
        new("", "All", "s-idle", Enum.GetValues<TaskState>()),
        new("problem", "In trouble", "s-failed", [TaskState.BlockedByFailures, TaskState.Error]),
        new("pending", "Pending", "s-idle", [TaskState.Pending]),
        new("active", "Running", "s-running", [TaskState.Initializing, TaskState.EnqueuingSteps, TaskState.StepsInProcess, TaskState.EvaluatingResults]),
        new("waiting", "Waiting", "s-waiting", [TaskState.WaitingForDependencies, TaskState.WaitingForRetry]),
        new("complete", "Done", "s-done", [TaskState.Complete]),
        new("cancelled", "Cancelled", "s-idle", [TaskState.Cancelled]),
        new("resolved_manually", "Resolved by hand", "s-person", [TaskState.ResolvedManually]),
    ];

    /// <summary>The facet of a key; null when the states in the address are none that is offered.</summary>
    public static TaskFacet? Find(string? key) => All.FirstOrDefault(f => f.Key == (key ?? ""));

    /// <summary>How many tasks are in its states.</summary>
    public long Count(StateCounts counts) => States.Sum(s => counts.Tasks.GetValueOrDefault(s.Text()));

    /// <summary>True when a task in this state belongs to it.</summary>
    public bool Includes(string? state) => state is not null && StateNames.TryParseTask(state, out var known) && States.Contains(known);
}
