using Tasker.Data.Workflow;

namespace Tasker.Data.Operators;

/// <summary>An attempt that an act ended while its handler ran. Its result will not be accepted any more.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="NodeId">The node that held it.</param>
public sealed record InterruptedAttempt(StepId StepId, short Attempt, int NodeId);
