using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Web.Components.Tasks.Forms;

/// <summary>Between what a person types and JSON. What cannot be understood is kept as text, so that validation can say what is wrong with it. Pure.</summary>
internal static class FormValues
{
    /// <summary>Readable JSON without needless escapes; it is only ever shown as text.</summary>
    public static JsonSerializerOptions Readable { get; } = new(JsonSerializerOptions.Default)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The context with the schema's defaults, and with required groups so that their parts can be filled in.</summary>
    public static JsonObject Initial(FormField form)
    {
        var values = new JsonObject();
        foreach (var part in form.Parts)
        {
            if (part.Default is { } given) values[part.Name] = Node(given);
            else if (part.Kind == FieldKind.Group && Initial(part) is var inner && (part.Required || inner.Count > 0)) values[part.Name] = inner;
        }

        return values;
    }

    /// <summary>The value of a typed text; null when nothing was typed, so that the property is left out.</summary>
    public static JsonNode? Parse(FormField field, string? text) => field.Kind switch
    {
        _ when string.IsNullOrEmpty(text) => null,
        FieldKind.Choice => field.Choices.FirstOrDefault(c => c.ToString() == text) is { ValueKind: not JsonValueKind.Undefined } choice ? Node(choice) : JsonValue.Create(text),
        FieldKind.Lines => new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => Simple(field.LineKind, line))]),
        FieldKind.Json => Any(text),
        _ => Simple(field.Kind, text),
    };

    /// <summary>The text that shows a value.</summary>
    public static string Show(FormField field, JsonNode? value) => (field.Kind, value) switch
    {
        (_, null) => "",
        (FieldKind.Lines, JsonArray lines) => string.Join('\n', lines.Select(l => l?.ToString())),
        (FieldKind.Json, JsonValue text) when text.GetValueKind() == JsonValueKind.String && Any(text.ToString()) is JsonValue => text.ToString(),
        (FieldKind.Json, _) => value.ToJsonString(Readable),
        _ => value.ToString(),
    };

    private static JsonValue? Simple(FieldKind kind, string text) => kind switch
    {
        FieldKind.Integer or FieldKind.Number when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        FieldKind.Number when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        FieldKind.Boolean => JsonValue.Create(text == "true"),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Any(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText());
}
