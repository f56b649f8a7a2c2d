using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>An id with its middle left out: head and tail are what people compare. Copying takes the whole.</summary>
public sealed partial class EntityId
{
    private const int Head = 8;
    private const int Tail = 6;

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

    internal static string Shorten(string value) =>
        value.Length <= Head + Tail + 1 ? value : $"{value[..Head]}…{value[^Tail..]}";
}
