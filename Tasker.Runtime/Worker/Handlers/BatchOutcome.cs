using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>How the handler of a batchable step says into which batches its data falls.</summary>
public static class BatchOutcome
{
    /// <summary>One worker is created for each cursor, named <c>{workerTemplate}_{batch id}</c>.</summary>
    /// <param name="workerTemplate">The batch_worker step that depends on this one.</param>
    /// <param name="cursors">The batches, 1 to 1,000.</param>
    /// <param name="total">Items in all.</param>
    /// <param name="data">What else belongs to the result; null for nothing.</param>
    /// <exception cref="ArgumentException">There is no cursor.</exception>
    public static StepOutcome CreateBatches(string workerTemplate, IReadOnlyList<BatchCursor> cursors, long total, object? data = null)
    {
        ArgumentNullException.ThrowIfNull(cursors);
        if (cursors.Count == 0) throw new ArgumentException("a data set without batches is said by NoBatches", nameof(cursors));
        return ResultObject.With(data, "batch_processing_outcome", new JsonObject
        {
            ["type"] = "create_batches",
            ["worker_template_name"] = workerTemplate,
            ["worker_count"] = cursors.Count,
            ["cursor_configs"] = JsonSerializer.SerializeToNode(cursors, StepJson.Options),
            ["total_items"] = total,
        });
    }

    /// <summary>There is nothing to do: one worker, told to do nothing (<see cref="BatchInputs.IsNoOp"/>), stands in, and the join runs.</summary>
    /// <param name="data">What else belongs to the result; null for nothing.</param>
    public static StepOutcome NoBatches(object? data = null) =>
        ResultObject.With(data, "batch_processing_outcome", new JsonObject { ["type"] = "no_batches" });
}
