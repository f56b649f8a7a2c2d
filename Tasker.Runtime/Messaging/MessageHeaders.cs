using System.Text.Json;

namespace Tasker.Runtime.Messaging;

/// <summary>Headers as JSON objects. What a foreign client put there that is no text comes as its JSON.</summary>
internal static class MessageHeaders
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    public static string? Write(IReadOnlyDictionary<string, string> headers) => headers.Count == 0 ? null : JsonSerializer.Serialize(headers);

    public static IReadOnlyDictionary<string, string> Read(string? json)
    {
        if (json is null) return None;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind != JsonValueKind.Object
            ? None
            : document.RootElement.EnumerateObject().ToDictionary(
                p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText(), StringComparer.Ordinal);
    }

    /// <summary>The headers and the reason for which their message is archived.</summary>
    public static Dictionary<string, string> WithReason(IReadOnlyDictionary<string, string> headers, string reason) =>
        new(headers, StringComparer.Ordinal) { [ArchiveReasons.Header] = reason };
}
