using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>A state as shape, word and colour. Give exactly one of <see cref="Task"/> and <see cref="Step"/>.</summary>
public sealed partial class StateChip
{
    /// <summary>The stored text of a task's state.</summary>
    [Parameter]
    public string? Task { get; set; }

    /// <summary>The stored text of a step's state.</summary>
    [Parameter]
    public string? Step { get; set; }

    /// <summary>A few words behind the state, for instance "2/5" or "in 0:42".</summary>
    [Parameter]
    public string? Detail { get; set; }

    private StateLook Look => Task is { } task ? StateLooks.ForTask(task) : StateLooks.ForStep(Step ?? "");

    private string? Title => string.Equals(Look.Word, Look.Name, StringComparison.OrdinalIgnoreCase) ? null : Look.Name;
}
