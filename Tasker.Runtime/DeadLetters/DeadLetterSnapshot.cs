namespace Tasker.Runtime.DeadLetters;

/// <summary>What this node's watch over open tasks did since its start.</summary>
/// <param name="Runs">Runs made (<c>staleness.detection_runs</c>).</param>
/// <param name="DryRuns">Of these, those that did nothing on purpose.</param>
/// <param name="Looked">Open tasks looked at.</param>
/// <param name="Detected">Tasks over a limit, counted in every run (<c>staleness.tasks_detected</c>).</param>
/// <param name="Failed">Tasks that were let go to error (<c>staleness.tasks_transitioned_to_error</c>).</param>
/// <param name="Interrupted">Attempts that ended with them.</param>
/// <param name="LastRunMs">How long the last run took, rests included, in milliseconds (<c>staleness.detection.duration</c>).</param>
/// <param name="Entered">Dead letters by reason (<c>dlq.entries_created</c>), those of failed steps included.</param>
public sealed record DeadLetterSnapshot(
    long Runs, long DryRuns, long Looked, long Detected, long Failed, long Interrupted, double LastRunMs, IReadOnlyDictionary<string, long> Entered);
