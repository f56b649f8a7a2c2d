namespace Tasker.Runtime.Operations;

/// <summary>What came of it.</summary>
/// <param name="Problem">What is wrong with the request; null when it was done.</param>
/// <param name="Closed">Entries that were closed.</param>
/// <param name="Skipped">Entries that somebody had decided before, or that do not exist.</param>
/// <param name="More">True when the filter has further entries: ask again.</param>
public sealed record CloseDeadLettersOutcome(string? Problem, int Closed = 0, int Skipped = 0, bool More = false);
