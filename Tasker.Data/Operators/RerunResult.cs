using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>What came of running a task again.</summary>
/// <param name="Outcome">The outcome; an applied one names the new task's state.</param>
/// <param name="NewTask">The task that was made, now or by the first use of the key; null when none was.</param>
/// <param name="Queued">Templates whose queues got messages.</param>
public sealed record RerunResult(OperatorOutcome Outcome, TaskId? NewTask, IReadOnlyCollection<int> Queued);
