namespace Tasker.Runtime.StateMachines;

/// <summary>What the guards of a step look at.</summary>
/// <param name="UnfinishedParents">Parents that are neither complete nor resolved by a person.</param>
/// <param name="Attempts">Attempts started so far, since the last reset.</param>
/// <param name="MaxAttempts">The most attempts allowed, the first included; null means the default.</param>
/// <param name="Retryable">Whether the step's definition allows a second attempt; null means yes.</param>
/// <param name="HasResult">True when a result is stored, or comes with the move.</param>
/// <param name="ByOperator">True when a person asks for the move.</param>
internal readonly record struct StepFacts(
    int UnfinishedParents, int Attempts, int? MaxAttempts, bool? Retryable, bool HasResult, bool ByOperator);
