using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>An attempt in progress, as the database has it.</summary>
/// <param name="Step">The attempt.</param>
/// <param name="Node">Who holds the lease.</param>
/// <param name="Failure">The last failure, JSON.</param>
public sealed record HeldAttempt(ClaimedStep Step, int Node, string? Failure)
{
    /// <summary>The step.</summary>
    public StepId StepId => Step.TaskId.Step(Step.StepNo);
}
