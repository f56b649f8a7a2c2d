using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Tests.Runtime.Corpus;

/// <summary>The least that satisfies an input schema of the corpus.</summary>
internal static class SchemaExample
{
    public static JsonNode? Of(JsonElement? schema) => schema is { } s ? Make(s) : new JsonObject();

    private static JsonNode? Make(JsonElement schema)
    {
        foreach (var given in (string[])["default", "const"])
        {
            if (schema.TryGetProperty(given, out var value)) return JsonNode.Parse(value.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var choices)) return JsonNode.Parse(choices[0].GetRawText());
        return (schema.TryGetProperty("type", out var type) ? type.GetString() : "object") switch
        {
            "object" => Object(schema),
            "array" => Array(schema),
            "integer" => Number(schema) is var n && n % 2 == 0 ? (long)n : (long)n + 1,
            "number" => Number(schema),
            "boolean" => true,
            _ => Text(schema),
        };
    }

    private static JsonObject Object(JsonElement schema)
    {
        var made = new JsonObject();
        if (!schema.TryGetProperty("required", out var required)) return made;
        foreach (var name in required.EnumerateArray().Select(n => n.GetString()!))
        {
            made[name] = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var property) ? Make(property) : "x";
        }

        return made;
    }

    private static JsonArray Array(JsonElement schema) =>
        schema.TryGetProperty("items", out var items) ? [Make(items), Make(items)] : [1, 2];

    private static double Number(JsonElement schema) =>
        schema.TryGetProperty("minimum", out var minimum) ? minimum.GetDouble()
        : schema.TryGetProperty("exclusiveMinimum", out var bound) && bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() + 2
        : 2;

    // The corpus has patterns of one form only: a fixed beginning, then a run of one class of characters.
    private static string Text(JsonElement schema) => schema.TryGetProperty("pattern", out var pattern)
        ? $"{pattern.GetString()!.TrimStart('^').Split('[')[0]}abc123"
        : Plain(schema);

    private static string Plain(JsonElement schema) => (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
    {
        "email" => "ada@example.org",
        "date" => "2026-01-31",
        "date-time" => "2026-01-31T12:00:00Z",
        "uri" => "https://example.org/",
        "uuid" => "0199f3a2-7c1e-7b3e-9d41-5b20c4000000",
        _ => new string('x', schema.TryGetProperty("minLength", out var least) ? Math.Max(8, least.GetInt32()) : 8),
    };
}
