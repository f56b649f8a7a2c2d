using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>What an act on many tasks would do now.</summary>
/// <param name="Fit">Tasks that it would act on; what counts is the state that the act then finds.</param>
/// <param name="Unfit">Why others are passed over, the most frequent reason first.</param>
/// <param name="More">True when the filter may fit more tasks than were looked at.</param>
/// <param name="Problem">Why nothing can be said; null when something was.</param>
public sealed record BulkPreview(IReadOnlyList<TaskId> Fit, IReadOnlyList<BulkUnfit> Unfit, bool More, string? Problem);
