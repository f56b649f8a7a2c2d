using Tasker.Data.Operators;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>What came of an act on many tasks.</summary>
/// <param name="Items">One outcome for each task, in the order in which they were named or found.</param>
/// <param name="More">True when the filter fits more tasks than were acted on.</param>
/// <param name="Problem">Why nothing was done; null when something was.</param>
public sealed record BulkResult(IReadOnlyList<(TaskId TaskId, OperatorOutcome Outcome)> Items, bool More, string? Problem);
