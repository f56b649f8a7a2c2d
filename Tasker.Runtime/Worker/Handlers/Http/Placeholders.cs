using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>Puts values of the context and of ancestors' results where <c>{dotted.path}</c> stands. Not a language: a path or nothing.</summary>
internal sealed partial class Placeholders(JsonElement input, IReadOnlyDictionary<string, JsonElement> results)
{
    /// <summary>The text with its values.</summary>
    /// <exception cref="StepFailedException">A path leads to nothing, or to an object or list.</exception>
    public string Fill(string text, Func<string, string>? encode = null) => Pattern().Replace(text, match =>
    {
        var value = Find(match.Groups["path"].Value);
        var plain = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw Bad($"'{match.Value}' is no text, number or truth value"),
        };
        return encode is null ? plain : encode(plain);
    });

    /// <summary>JSON with its values; a text that is exactly one placeholder becomes the value with its type.</summary>
    public JsonNode? Fill(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Fill(p.Value)))),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Fill)]),
        JsonValueKind.String when Pattern().Match(element.GetString()!) is { Success: true, Index: 0 } whole && whole.Length == element.GetString()!.Length =>
            JsonNode.Parse(Find(whole.Groups["path"].Value).GetRawText()),
        JsonValueKind.String => JsonValue.Create(Fill(element.GetString()!)),
        _ => JsonNode.Parse(element.GetRawText()),
    };

    // The context comes first: what a caller sent cannot be hidden by a step of the same name.
    private JsonElement Find(string path)
    {
        var parts = path.Split('.');
        if (Walk(input, parts) is { } given) return given;
        if (results.TryGetValue(parts[0], out var result) && Walk(result, parts.AsSpan(1)) is { } found) return found;
        throw Bad($"'{{{path}}}' is neither in the task's context nor in an ancestor's result");
    }

    private static JsonElement? Walk(JsonElement from, ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (from.ValueKind == JsonValueKind.Object && from.TryGetProperty(part, out var property)) from = property;
            else if (from.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index >= 0 && index < from.GetArrayLength()) from = from[index];
            else return null;
        }

        return from;
    }

    private static StepFailedException Bad(string message) => new(message, retryable: false) { ErrorType = Retry.ErrorTypes.Validation };

    [GeneratedRegex(@"\{(?<path>[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
