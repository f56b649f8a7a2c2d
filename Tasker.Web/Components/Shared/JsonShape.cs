using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tasker.Web.Components.Shared;

/// <summary>Questions that the payload viewer asks of a JSON value.</summary>
internal static class JsonShape
{
    private const int MostIndentedDepth = 64;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document, or null when the text is no JSON or deeper than <paramref name="maxDepth"/>.</summary>
    public static JsonDocument? TryParse(string text, int maxDepth)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same value with one property or item a line, for editing; a text that is no JSON stays as it is.</summary>
    public static string Indented(string text)
    {
        using var document = TryParse(text, MostIndentedDepth);
        return document is null ? text : JsonSerializer.Serialize(document.RootElement, Readable);
    }

    /// <summary>What is inside an object or array, keyed by name or index; empty for anything else.</summary>
    public static IReadOnlyList<(string Key, JsonElement Value)> Children(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => [.. value.EnumerateObject().Select(p => (p.Name, p.Value))],
        JsonValueKind.Array => [.. value.EnumerateArray().Select((item, i) => (i.ToString(), item))],
        _ => [],
    };

    /// <summary>The words beside a closed object or array.</summary>
    public static string Summary(JsonElement value, int count) =>
        value.ValueKind == JsonValueKind.Array ? $"[ {count} ]" : $"{{ {count} }}";

    /// <summary>The style of a value.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => "word",
        _ => "raw",
    };

    /// <summary>A value as JSON text, but readable: only quotes and backslashes stay escaped.</summary>
    public static string Leaf(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? $"\"{value.GetString()!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : value.GetRawText();
}
