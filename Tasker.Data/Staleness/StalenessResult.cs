using Tasker.Data.Flow;
using Tasker.Data.Operators;

namespace Tasker.Data.Staleness;

/// <summary>What was done in one commit.</summary>
/// <param name="Flow">Tasks that went to error, and tasks that were entered.</param>
/// <param name="Interrupted">Attempts whose handlers run for nothing now.</param>
public sealed record StalenessResult(FlowResult Flow, IReadOnlyList<InterruptedAttempt> Interrupted);
