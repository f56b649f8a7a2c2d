using System.Text.Json;

namespace Tasker.Web.Components.Tasks.Forms;

/// <summary>A value that the form asks for. Never changes.</summary>
public sealed record FormField
{
    /// <summary>The property's name; empty for the whole.</summary>
    public required string Name { get; init; }

    /// <summary>JSON pointer of the value in the context; empty for the whole.</summary>
    public required string Pointer { get; init; }

    /// <summary>How it is asked for.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for; null when the schema does not say.</summary>
    public string? Description { get; init; }

    /// <summary>An example; null when the schema has none.</summary>
    public string? Example { get; init; }

    /// <summary>The schema requires it.</summary>
    public bool Required { get; init; }

    /// <summary>What it is unless somebody says otherwise; null when the schema has no default.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>The values of a <see cref="FieldKind.Choice"/>.</summary>
    public IReadOnlyList<JsonElement> Choices { get; init; } = [];

    /// <summary>The parts of a <see cref="FieldKind.Group"/>.</summary>
    public IReadOnlyList<FormField> Parts { get; init; } = [];

    /// <summary>What each line of <see cref="FieldKind.Lines"/> is.</summary>
    public FieldKind LineKind { get; init; } = FieldKind.Text;

    /// <summary>An element id for its label.</summary>
    public string ElementId => "field" + Pointer.Replace('/', '-');
}
