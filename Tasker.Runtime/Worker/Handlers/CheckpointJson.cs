using System.Text.Json;
using Tasker.Data.Flow;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Checkpoints from handlers' values.</summary>
internal static class CheckpointJson
{
    public static NewCheckpoint Make<TCursor>(TCursor cursor, long itemsProcessed, object? accumulated, bool yields) => new(
        JsonSerializer.Serialize(cursor, StepJson.Options), itemsProcessed,
        accumulated is null ? null : JsonSerializer.Serialize(accumulated, accumulated.GetType(), StepJson.Options), yields);
}
