using System.Text.Json;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>
/// A worker of a batch that failed for good and whose range was set aside: by the batch (<c>isolate</c>), or by a person who resolved it. What joins
/// the workers sees it in place of a result.
/// </summary>
/// <param name="StepName">The worker, such as <c>process_csv_batch_003</c>.</param>
/// <param name="Inputs">Its inputs: the cursor of what was not processed, whole or in part.</param>
/// <param name="Failure">Its last failure: <c>message</c>, <c>error_type</c> and what else is stored.</param>
public sealed record FailedBatch(string StepName, JsonElement Inputs, JsonElement Failure);
