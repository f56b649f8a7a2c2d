using System.Text.Json;

namespace Tasker.Web.Components.Failures;

/// <summary>A task as it was when it became a dead letter, read from what the entry keeps. Pure.</summary>
/// <param name="Steps">Its steps by number.</param>
/// <param name="Moves">Its newest moves, the newest first.</param>
/// <param name="Errors">Its newest errors, the newest first.</param>
/// <param name="Omitted">How many of each were left out.</param>
/// <param name="Problem">Why it cannot be shown; null when it can.</param>
public sealed record TaskSnapshot(
    IReadOnlyList<SnapshotStep> Steps, IReadOnlyList<SnapshotMove> Moves, IReadOnlyList<SnapshotError> Errors, (int Steps, int Moves, int Errors) Omitted,
    string? Problem)
{
    /// <summary>Reads it; parts that are missing are empty.</summary>
    public static TaskSnapshot Parse(string json)
    {
        using var document = TryParse(json);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object) return Nothing("It is too long to be shown whole; download it.");
        var root = document.RootElement;
        if (Text(root, "incomplete") is { } reason) return Nothing($"It could not be taken: {reason}");
        var names = Items(root, "steps").ToDictionary(s => Number(s, "step_no") ?? -1, s => Text(s, "name") ?? "");
        return new TaskSnapshot(
            [.. Items(root, "steps").Select(s => new SnapshotStep(
                Number(s, "step_no") ?? -1, Text(s, "name") ?? "?", Text(s, "callable"), Text(s, "state") ?? "?", Number(s, "attempts") ?? 0,
                Number(s, "max_attempts") ?? 0, Time(s, "changed_at")))],
            [.. Items(root, "transitions").Select(m => new SnapshotMove(
                Time(m, "at"), Name(m, names), [.. Items(m, "path").Select(p => p.ValueKind == JsonValueKind.String ? p.GetString() : null)], Number(m, "attempt"),
                Text(m, "actor") ?? (Number(m, "node") is { } node ? $"node {node}" : null), Text(m, "reason")))],
            [.. Items(root, "errors").Select(e => new SnapshotError(
                Time(e, "at"), Name(e, names) ?? "?", Number(e, "attempt"), Text(e, "error_type"), Text(e, "message") ?? "failed without a message", Text(e, "stack")))],
            Missing(root), null);
    }

    private static TaskSnapshot Nothing(string problem) => new([], [], [], (0, 0, 0), problem);

    private static (int, int, int) Missing(JsonElement root) => root.TryGetProperty("omitted", out var omitted) && omitted.ValueKind == JsonValueKind.Object
        ? (Number(omitted, "steps") ?? 0, Number(omitted, "transitions") ?? 0, Number(omitted, "errors") ?? 0)
        : (0, 0, 0);

    private static string? Name(JsonElement item, Dictionary<int, string> names) =>
        Number(item, "step_no") is { } no ? names.GetValueOrDefault(no) ?? $"step {no}" : null;

    private static List<JsonElement> Items(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : [];

    private static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static int? Number(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number) ? number : null;

    private static DateTimeOffset? Time(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.TryGetDateTimeOffset(out var time) ? time : null;

    private static JsonDocument? TryParse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
