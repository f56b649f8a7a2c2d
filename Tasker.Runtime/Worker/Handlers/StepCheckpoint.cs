using System.Text.Json;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Where an earlier execution of the step was, as its handler said last.</summary>
public sealed class StepCheckpoint
{
    private readonly JsonElement _stored;

    private StepCheckpoint(JsonElement stored) => _stored = stored;

    /// <summary>Where to go on, as the handler wrote it.</summary>
    public JsonElement Cursor => _stored.GetProperty("cursor");

    /// <summary>Items done until then, over all executions.</summary>
    public long ItemsProcessed => _stored.GetProperty("items_processed").GetInt64();

    /// <summary>What came of them until then; null when nothing was stored.</summary>
    public JsonElement? Accumulated =>
        _stored.TryGetProperty("accumulated_results", out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>When it was stored, database time.</summary>
    public DateTimeOffset At => _stored.GetProperty("timestamp").GetDateTimeOffset();

    /// <summary>Checkpoints of the step so far.</summary>
    public long Count => _stored.GetProperty("count").GetInt64();

    /// <summary>The cursor as a typed value.</summary>
    /// <exception cref="JsonException">The cursor has another shape.</exception>
    public T CursorAs<T>() => Cursor.Deserialize<T>(StepJson.Options) ?? throw new JsonException("the cursor is null");

    /// <summary>What was accumulated as a typed value; <paramref name="fallback"/> when nothing was.</summary>
    /// <exception cref="JsonException">It has another shape.</exception>
    public T AccumulatedAs<T>(T fallback) => Accumulated is { } value ? value.Deserialize<T>(StepJson.Options) ?? fallback : fallback;

    internal static StepCheckpoint? Of(string? json) => json is null ? null : new StepCheckpoint(StepResults.JsonElementOf(json));
}
