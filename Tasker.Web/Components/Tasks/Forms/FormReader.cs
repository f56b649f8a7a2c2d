using System.Text.Json;

namespace Tasker.Web.Components.Tasks.Forms;

/// <summary>
/// Reads a form out of a JSON Schema, as far as a form can show one: what is nested deeper or stated in other ways is asked for as JSON.
/// The form only helps; what is valid is decided when the task is requested. Pure.
/// </summary>
internal static class FormReader
{
    private const int MostDepth = 3;
    private const int MostFields = 200;
    private const int MostReferences = 16;

    /// <summary>The form of a schema; null when it is no object with properties.</summary>
    public static FormField? Read(JsonElement schema)
    {
        var root = Field(schema, schema, "", "", required: true, depth: 0);
        return root.Kind == FieldKind.Group && root.Parts.Count > 0 ? root : null;
    }

    private static FormField Field(JsonElement given, JsonElement root, string name, string pointer, bool required, int depth)
    {
        var schema = Follow(given, root);
        var kind = KindOf(schema, root, depth);
        return new FormField
        {
            Name = name,
            Pointer = pointer,
            Kind = kind,
            Title = Text(schema, "title") ?? Readable(name),
            Description = Text(given, "description") ?? Text(schema, "description"),
            Example = Example(schema),
            Required = required,
            Default = Property(schema, "default"),
            Choices = kind == FieldKind.Choice ? Choices(schema) : [],
            Parts = kind == FieldKind.Group ? Parts(schema, root, pointer, depth) : [],
            LineKind = kind == FieldKind.Lines ? KindOf(Follow(Property(schema, "items")!.Value, root), root, MostDepth) : FieldKind.Text,
        };
    }

    private static IReadOnlyList<FormField> Parts(JsonElement schema, JsonElement root, string pointer, int depth)
    {
        var required = Property(schema, "required") is { ValueKind: JsonValueKind.Array } names
            ? names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        return
        [
            .. schema.GetProperty("properties").EnumerateObject().Take(MostFields)
                .Select(p => Field(p.Value, root, p.Name, $"{pointer}/{Escape(p.Name)}", required.Contains(p.Name), depth + 1)),
        ];
    }

    private static FieldKind KindOf(JsonElement schema, JsonElement root, int depth)
    {
        if (Property(schema, "enum") is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() > 0) return FieldKind.Choice;
        return TypeOf(schema) switch
        {
            "string" => Text(schema, "format") == "date" ? FieldKind.Date : FieldKind.Text,
            "integer" => FieldKind.Integer,
            "number" => FieldKind.Number,
            "boolean" => FieldKind.Boolean,
            "object" when depth < MostDepth && Property(schema, "properties") is { ValueKind: JsonValueKind.Object } => FieldKind.Group,
            "array" when Property(schema, "items") is { } items && TypeOf(Follow(items, root)) is "string" or "integer" or "number" => FieldKind.Lines,
            _ => FieldKind.Json,
        };
    }

    private static string? TypeOf(JsonElement schema) => Property(schema, "type") switch
    {
        { ValueKind: JsonValueKind.String } type => type.GetString(),
        { ValueKind: JsonValueKind.Array } types => types.EnumerateArray().Select(t => t.ToString()).FirstOrDefault(t => t != "null"),
        _ => Property(schema, "properties") is null ? null : "object",
    };

    private static JsonElement Follow(JsonElement schema, JsonElement root)
    {
        for (var i = 0; i < MostReferences && Text(schema, "$ref") is { } reference && reference.StartsWith("#/", StringComparison.Ordinal); i++)
        {
            JsonElement? target = root;
            foreach (var part in reference[2..].Split('/'))
            {
                target = target is { } at ? Property(at, part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)) : null;
            }

            if (target is not { } found) break;
            schema = found;
        }

        return schema;
    }

    private static IReadOnlyList<JsonElement> Choices(JsonElement schema) => [.. schema.GetProperty("enum").EnumerateArray().Take(MostFields)];

    private static string? Example(JsonElement schema) =>
        Property(schema, "examples") is { ValueKind: JsonValueKind.Array } examples && examples.GetArrayLength() > 0 ? examples[0].ToString() : null;

    private static JsonElement? Property(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement schema, string name) =>
        Property(schema, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string Readable(string name) => name.Length == 0 ? "" : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
