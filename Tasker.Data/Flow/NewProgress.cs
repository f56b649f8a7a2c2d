using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>How far an attempt has come.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="Note">In words, at most 200 characters; null for nothing.</param>
public sealed record NewProgress(StepId Step, short Attempt, int Percent, string? Note);
