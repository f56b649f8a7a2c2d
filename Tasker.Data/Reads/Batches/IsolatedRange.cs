using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>A range of a batch that will not be processed: its worker failed for good and was set aside.</summary>
/// <param name="Batch">The batch_worker step of the template.</param>
/// <param name="StepId">The worker.</param>
/// <param name="Worker">Its name.</param>
/// <param name="Cursor">The range, JSON, as the batchable step cut it; null when the worker has none.</param>
/// <param name="ErrorType">What kind of failure it was; null when none is stored.</param>
/// <param name="Message">The failure in words.</param>
/// <param name="SetAsideAt">When it was set aside.</param>
public sealed record IsolatedRange(
    string Batch, StepId StepId, string Worker, string? Cursor, string? ErrorType, string? Message, DateTimeOffset SetAsideAt);
