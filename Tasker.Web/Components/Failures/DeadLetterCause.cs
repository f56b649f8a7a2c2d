using System.Text.Json;

namespace Tasker.Web.Components.Failures;

/// <summary>What led to a dead letter, in one line. Pure.</summary>
internal static class DeadLetterCause
{
    /// <summary>The line; null when the cause says nothing that fits in one.</summary>
    /// <param name="json">What the entry keeps.</param>
    public static string? Words(string json)
    {
        using var document = JsonDocument.Parse(json);
        var cause = document.RootElement;
        if (cause.ValueKind != JsonValueKind.Object) return null;
        var step = Text(cause, "step");
        if (cause.TryGetProperty("error", out var error) && Text(error, "message") is { } message) return step is null ? message : $"{step}: {message}";
        if (Text(cause, "by") is { } by) return $"{FailureLinks.Who(by)}: {Text(cause, "reason")}";
        if (cause.TryGetProperty("cycle", out var ring) && ring.ValueKind == JsonValueKind.Array) return string.Join(" → ", ring.EnumerateArray().Select(s => s.ToString()));
        if (Text(cause, "last_worker_until") is not null || Text(cause, "queued_at") is not null) return $"{step} waits, and no worker serves {Text(cause, "namespace")}";
        return Limit(cause, "state_limit", $"in {Text(cause, "state") ?? "its state"}") ?? Limit(cause, "life_limit", "alive") ?? step;
    }

    private static string? Limit(JsonElement cause, string name, string where) =>
        cause.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Object && Text(limit, "minutes") is { } minutes
            ? $"longer {where} than {double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture):0.#} min ({Text(limit, "of")}'s limit)"
            : null;

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found.ToString() : null;
}
