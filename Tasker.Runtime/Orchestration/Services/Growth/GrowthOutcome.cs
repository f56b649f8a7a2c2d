using Tasker.Data.Flow;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>What came of a result that adds steps.</summary>
/// <param name="Flow">What was written; nothing when the end was not accepted or the outcome refused.</param>
/// <param name="Refusal">Why the outcome cannot be carried out; null when it was, or when somebody else ended the attempt.</param>
internal sealed record GrowthOutcome(FlowResult Flow, string? Refusal);
