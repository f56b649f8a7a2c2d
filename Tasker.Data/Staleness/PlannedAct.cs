using Tasker.Data.Workflow;

namespace Tasker.Data.Staleness;

/// <summary>What is to be done with a task.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Reason">Why: one of <see cref="DeadLetters.DeadLetterReasons"/>.</param>
/// <param name="Enters">It is entered as a dead letter.</param>
/// <param name="Fails">It goes to error, and its unfinished steps end.</param>
public sealed record PlannedAct(TaskId TaskId, string Reason, bool Enters, bool Fails);
