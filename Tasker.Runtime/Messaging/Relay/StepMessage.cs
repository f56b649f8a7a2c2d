using System.Text.Json;

namespace Tasker.Runtime.Messaging.Relay;

/// <summary>What a broker carries for the engine: the row of a step that waits. Nothing else, for the row may be gone by then.</summary>
/// <param name="Row">The row's <c>msg_id</c>.</param>
internal readonly record struct StepMessage(long Row)
{
    private const string Key = "msg_id";

    public OutgoingMessage ToOutgoing() => new($$"""{"{{Key}}": {{Row}}}""");

    /// <summary>Null: the body is none of ours.</summary>
    public static StepMessage? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Key, out var row)
                && row.ValueKind == JsonValueKind.Number && row.TryGetInt64(out var id)
                ? new StepMessage(id)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
