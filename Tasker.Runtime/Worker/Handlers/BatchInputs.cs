using System.Text.Json;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>What the handler of a batch worker works on: its batch.</summary>
public sealed class BatchInputs
{
    private readonly JsonElement _cursor;

    private BatchInputs(JsonElement inputs)
    {
        _cursor = inputs.GetProperty("cursor");
        IsNoOp = inputs.GetProperty("is_no_op").GetBoolean();
        BatchId = _cursor.GetProperty("batch_id").GetString()!;
        CursorField = inputs.GetProperty("batch_metadata").GetProperty("cursor_field").GetString()!;
    }

    /// <summary>The batch's id.</summary>
    public string BatchId { get; }

    /// <summary>True: there are no batches, and the worker has nothing to do but to return.</summary>
    public bool IsNoOp { get; }

    /// <summary>The field by which the data is cut, from the template.</summary>
    public string CursorField { get; }

    /// <summary>How many items the batch holds; 0 when that is not known.</summary>
    public int BatchSize => _cursor.TryGetProperty("batch_size", out var size) && size.TryGetInt32(out var n) ? n : 0;

    /// <summary>The batch of a worker's step.</summary>
    /// <exception cref="InvalidOperationException">The step is no batch worker.</exception>
    public static BatchInputs Of(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.StepInputs is { ValueKind: JsonValueKind.Object } inputs && inputs.TryGetProperty("cursor", out _)
            ? new BatchInputs(inputs)
            : throw new InvalidOperationException($"step '{context.StepName}' has no batch: it is no batch worker");
    }

    /// <summary>Where the batch begins.</summary>
    public T Start<T>() => Cursor<T>("start_cursor");

    /// <summary>Where the batch ends.</summary>
    public T End<T>() => Cursor<T>("end_cursor");

    private T Cursor<T>(string name) => _cursor.GetProperty(name).Deserialize<T>(StepJson.Options)!;
}
