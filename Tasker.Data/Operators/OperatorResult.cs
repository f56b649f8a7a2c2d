namespace Tasker.Data.Operators;

/// <summary>What an act did to all of its targets.</summary>
/// <param name="Outcomes">One for each target, in their order.</param>
/// <param name="QueuedTemplates">Templates whose queues got messages.</param>
/// <param name="Interrupted">Attempts whose handlers run for nothing now.</param>
public sealed record OperatorResult(
    IReadOnlyList<OperatorOutcome> Outcomes, IReadOnlyCollection<int> QueuedTemplates, IReadOnlyList<InterruptedAttempt> Interrupted);
