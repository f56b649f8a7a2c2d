using System.Text.Json;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>Reads outcomes that handlers put into their results, whatever shape they have.</summary>
internal static class OutcomeReader
{
    /// <summary>The object under a name; null when there is none.</summary>
    public static JsonElement? Find(JsonElement result, string property) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : null;

    /// <summary>The text under a name; null when there is none.</summary>
    public static string? Text(JsonElement value, string property) =>
        value.TryGetProperty(property, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>The whole number under a name; null when there is none.</summary>
    public static int? Number(JsonElement value, string property) =>
        value.TryGetProperty(property, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var n) ? n : null;
}
