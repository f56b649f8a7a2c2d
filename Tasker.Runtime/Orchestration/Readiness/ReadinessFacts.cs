using Tasker.Data.Workflow;

namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>
/// What decides whether a step may start. "Processed" and "in process" are not among it: both follow from the state, and a second
/// copy could only disagree with it.
/// </summary>
/// <param name="State">The step's state.</param>
/// <param name="UnfinishedParents">Parents that are neither complete nor resolved by a person.</param>
/// <param name="Attempts">Attempts started so far, since the last reset; null counts as none.</param>
/// <param name="MaxAttempts">The limit, the first attempt included; null means the default.</param>
/// <param name="Retryable">Whether the step's definition allows a second attempt; null means yes.</param>
/// <param name="NextRetryAt">The end of the back-off (<see cref="ReadinessRule.NextRetryAt"/>); null when none runs.</param>
internal readonly record struct ReadinessFacts(
    StepState State, int UnfinishedParents, int? Attempts, int? MaxAttempts, bool? Retryable, DateTimeOffset? NextRetryAt);
