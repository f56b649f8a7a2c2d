using Tasker.Data.Workflow;

namespace Tasker.Data.Failures;

/// <summary>A step that failed in the way of a cluster.</summary>
/// <param name="StepId">The step.</param>
/// <param name="State">Its state now, stored text; null when the task is gone.</param>
/// <param name="TaskState">Its task's state now.</param>
/// <param name="Attempt">Its last attempt that failed so.</param>
/// <param name="Times">How many of its attempts failed so.</param>
/// <param name="FailedAt">When it last failed so.</param>
/// <param name="IsOpen">True while that is its last failure and it has not ended well or been given up since.</param>
public sealed record AffectedStep(StepId StepId, string? State, string? TaskState, int Attempt, int Times, DateTimeOffset FailedAt, bool IsOpen);
