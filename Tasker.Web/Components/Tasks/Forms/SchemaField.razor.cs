using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Tasks.Forms;

/// <summary>One value of the form, with the problems that belong to it; a group shows its parts in the same way.</summary>
public sealed partial class SchemaField
{
    /// <summary>What is asked for.</summary>
    [Parameter, EditorRequired]
    public required FormField Field { get; set; }

    /// <summary>The object that the value is a property of; null when it does not exist yet.</summary>
    [Parameter, EditorRequired]
    public required JsonObject? Values { get; set; }

    /// <summary>Problems by JSON pointer.</summary>
    [Parameter]
    public ILookup<string, string>? Problems { get; set; }

    /// <summary>The new value; null to leave the property out.</summary>
    [Parameter, EditorRequired]
    public EventCallback<JsonNode?> OnChange { get; set; }

    private JsonNode? Value => Values?[Field.Name];

    private JsonObject? Inner => Field.Name.Length == 0 ? Values : Value as JsonObject;

    private string Current => FormValues.Show(Field, Value);

    private IEnumerable<string> Own => Problems?[Field.Pointer] ?? [];

    private string? Invalid => Own.Any() ? "true" : null;

    private string? Mark => Field.Required ? " *" : null;

    private string HintId => $"{Field.ElementId}-hint";

    private string? Hint => (Field.Description, Field.Kind) switch
    {
        (var text, FieldKind.Lines) => $"{text} One a line.".Trim(),
        (var text, FieldKind.Json) => $"{text} As JSON.".Trim(),
        (var text, _) => text,
    };

    private string InputType => Field.Kind == FieldKind.Date ? "date" : "text";

    private string? InputMode => Field.Kind switch
    {
        FieldKind.Integer => "numeric",
        FieldKind.Number => "decimal",
        _ => null,
    };

    private Task Check(ChangeEventArgs e) => Change(e.Value is true ? "true" : "false");

    private Task Change(string? text) => OnChange.InvokeAsync(FormValues.Parse(Field, text));

    // A group exists as soon as one of its parts does, and goes with the last one unless it is required.
    private Task ChangePart(FormField part, JsonNode? value)
    {
        var group = Inner ?? [];
        if (value is null) group.Remove(part.Name);
        else group[part.Name] = value;
        var keep = group.Count > 0 || Field.Required;
        return OnChange.InvokeAsync(keep ? (ReferenceEquals(group, Inner) ? group.DeepClone() : group) : null);
    }
}
