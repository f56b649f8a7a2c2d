namespace Tasker.Runtime.Retry;

/// <summary>Why a failed attempt is not repeated.</summary>
public enum PermanentReason
{
    /// <summary>The failure itself cannot be cured by repeating.</summary>
    ErrorNotRetryable,

    /// <summary>The step's definition forbids a second attempt.</summary>
    StepNotRetryable,

    /// <summary>All allowed attempts were made.</summary>
    AttemptsExhausted,
}
