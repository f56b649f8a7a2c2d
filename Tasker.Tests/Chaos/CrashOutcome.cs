namespace Tasker.Tests.Chaos;

/// <summary>What was there when all had ended after a crash.</summary>
/// <param name="ExitCode">The victim's: 137 when it killed itself.</param>
/// <param name="Violations">Broken invariants.</param>
/// <param name="WrongEffects">Complete steps without exactly one effect.</param>
/// <param name="RunTwice">Executions that were begun twice.</param>
/// <param name="Tasks">How many tasks there are.</param>
/// <param name="ResumedAfterSeconds">The longest time from the victim's death to the next beginning of a step that it held, by the database's history.</param>
public sealed record CrashOutcome(int ExitCode, IReadOnlyList<string> Violations, long WrongEffects, long RunTwice, long Tasks, double ResumedAfterSeconds)
{
    /// <summary>Durable events that are not there exactly once for each ending that declares them, in the log or in the queue.</summary>
    public long WrongEvents { get; init; }
}
