namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>The evaluation of a task that lists and pages show beside its state.</summary>
/// <param name="Status">What the steps are doing.</param>
/// <param name="Action">What to do next.</param>
/// <param name="CompletionPercentage">0 to 100, two decimals; halves are rounded up, as PostgreSQL's numeric does.</param>
/// <param name="Health">How well the task does.</param>
public readonly record struct TaskExecutionContext(
    ExecutionStatus Status, RecommendedAction Action, decimal CompletionPercentage, TaskHealth Health)
{
    /// <summary>
    /// Evaluates the counts. A failure comes first: judged by timing instead, a task with a failed and a ready step would show
    /// one or the other depending on which was seen first.
    /// </summary>
    public static TaskExecutionContext Evaluate(in StepCounts counts)
    {
        var (status, action) = counts switch
        {
            { Failed: > 0 } => (ExecutionStatus.BlockedByFailures, RecommendedAction.HandleFailures),
            { Ready: > 0 } => (ExecutionStatus.HasReadySteps, RecommendedAction.ExecuteReadySteps),
            { Enqueued: > 0 } or { InProgress: > 0 } or { HandedOver: > 0 } => (ExecutionStatus.Processing, RecommendedAction.WaitForCompletion),
            { Total: > 0 } when counts.Completed == counts.Total => (ExecutionStatus.AllComplete, RecommendedAction.FinalizeTask),
            _ => (ExecutionStatus.WaitingForDependencies, RecommendedAction.WaitForDependencies),
        };
        var percentage = counts.Total == 0
            ? 0m
            : Math.Round(counts.Completed * 100m / counts.Total, 2, MidpointRounding.AwayFromZero);
        var health = counts switch
        {
            { Failed: > 0 } => TaskHealth.Blocked,
            { Total: 0 } => TaskHealth.Unknown,
            { WaitingForRetry: > 0 } => TaskHealth.Recovering,
            _ => TaskHealth.Healthy,
        };
        return new(status, action, percentage, health);
    }
}
