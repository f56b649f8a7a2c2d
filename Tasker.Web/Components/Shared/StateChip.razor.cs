using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>A state as shape, word and colour. Give exactly one of the things that have a state.</summary>
public sealed partial class StateChip
{
    /// <summary>The stored text of a task's state.</summary>
    [Parameter]
    public string? Task { get; set; }

    /// <summary>The stored text of a step's state.</summary>
    [Parameter]
    public string? Step { get; set; }

    /// <summary>What became of a dead letter, stored text.</summary>
    [Parameter]
    public string? DeadLetter { get; set; }

    /// <summary>The status of a failure cluster.</summary>
    [Parameter]
    public string? Cluster { get; set; }

    /// <summary>How near a task is to its limits: stale, warning or healthy.</summary>
    [Parameter]
    public string? Staleness { get; set; }

    /// <summary>A few words behind the state, for instance "2/5" or "in 0:42".</summary>
    [Parameter]
    public string? Detail { get; set; }

    private StateLook Look => this switch
    {
        { Task: { } task } => StateLooks.ForTask(task),
        { DeadLetter: { } resolution } => StateLooks.ForDeadLetter(resolution),
        { Cluster: { } status } => StateLooks.ForCluster(status),
        { Staleness: { } health } => StateLooks.ForStaleness(health),
        _ => StateLooks.ForStep(Step ?? ""),
    };

    private string? Title => string.Equals(Look.Word, Look.Name, StringComparison.OrdinalIgnoreCase) ? null : Look.Name;
}
