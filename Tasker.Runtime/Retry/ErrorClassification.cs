using System.Collections.Immutable;

namespace Tasker.Runtime.Retry;

/// <summary>The judgement of one failure.</summary>
/// <param name="Category">Its kind.</param>
/// <param name="Retryable">Whether the failure may be repeated at all; whether the step may is another question.</param>
/// <param name="Strategy">How it is repeated when the template says nothing.</param>
/// <param name="Delay">The strategy's delay: the fixed one, or the first of a growing series; zero when it has none.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Confidence">0 to 1: how sure the classification is; a guess is below 0.5.</param>
/// <param name="Remediation">What a person can do about it, most useful first; never empty.</param>
public sealed record ErrorClassification(
    ErrorCategory Category,
    bool Retryable,
    RetryStrategy Strategy,
    TimeSpan Delay,
    string Code,
    double Confidence,
    ImmutableArray<string> Remediation);
