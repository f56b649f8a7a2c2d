using Microsoft.AspNetCore.Components;
using Tasker.Data.Workflow;

namespace Tasker.Web.Components.Shared;

/// <summary>An id with its middle left out: head and tail are what people compare. Copying takes the whole.</summary>
public sealed partial class EntityId
{
    private const int Head = 8;
    private const int Tail = 6;

    // More than any task has; ids that are no step's nearly always exceed it.
    private const int MostSteps = 0xFFFF;

    /// <summary>The whole id.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>Where the id leads; null shows it without a link.</summary>
    [Parameter]
    public string? Href { get; set; }

    /// <summary>What the id names, for the copy button's label. Default: "id".</summary>
    [Parameter]
    public string Label { get; set; } = "id";

    private string Short => Shorten(Value);

    /// <summary>
    /// A task's UUID ends with six zeros and a step's with its number: the six digits before are the ones that differ.
    /// Anything else keeps its first eight and last six characters.
    /// </summary>
    internal static string Shorten(string value)
    {
        if (Guid.TryParseExact(value, "D", out var uuid) && new StepId(uuid).StepNo is < MostSteps and var stepNo)
        {
            return $"{value[..Head]}…{value[^(2 * Tail)..^Tail]}{(stepNo < 0 ? "" : $"#{stepNo}")}";
        }

        return value.Length <= Head + Tail + 1 ? value : $"{value[..Head]}…{value[^Tail..]}";
    }
}
