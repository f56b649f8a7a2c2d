using Tasker.Data.Workflow;
using Tasker.Runtime.StateMachines;

namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>Where a task comes to rest after an evaluation.</summary>
/// <param name="RestingState">The state in which the transaction leaves the task.</param>
/// <param name="Event">
/// The event that leaves evaluating_results in that direction; null when steps are still running, because the task
/// then only waits for their results.
/// </param>
internal readonly record struct TaskVerdict(TaskState RestingState, TaskEvent? Event);
