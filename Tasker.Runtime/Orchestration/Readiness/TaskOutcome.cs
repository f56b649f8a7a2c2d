using Tasker.Data.Workflow;
using Tasker.Runtime.StateMachines;

namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>
/// Decides the next resting state of a task from its counters alone. A task that only waits for a back-off says so, and one
/// that cannot go on without a person says that; it never hides in "waiting for dependencies".
/// </summary>
internal static class TaskOutcome
{
    /// <summary>The first row that holds, top to bottom.</summary>
    public static TaskVerdict Decide(in TaskCounters counters, FailurePolicy policy = FailurePolicy.FinishBranches)
    {
        var stop = policy == FailurePolicy.StopAtFirstFailure && counters.Failed > 0;
        return counters switch
        {
            { Left: 0 } => new(TaskState.Complete, TaskEvent.AllStepsSuccessful),
            { Ready: > 0 } when !stop => new(TaskState.StepsInProcess, TaskEvent.ReadyStepsFound),
            { Active: > 0 } => new(TaskState.StepsInProcess, Event: null),
            { Waiting: > 0 } when !stop => new(TaskState.WaitingForRetry, TaskEvent.StepFailed),
            { Failed: > 0 } => new(TaskState.BlockedByFailures, TaskEvent.PermanentFailure),
            _ => new(TaskState.WaitingForDependencies, TaskEvent.NoDependenciesReady),
        };
    }
}
