namespace Tasker.Runtime.Retry;

/// <summary>What is known about a failure before it is judged.</summary>
/// <param name="ErrorType">One of <see cref="ErrorTypes"/>, or a handler's own; null when nothing was said.</param>
/// <param name="HttpStatus">The status of the HTTP answer that caused the failure; null when there was none.</param>
/// <param name="DeclaredRetryable">What the handler said about repeating; null when it said nothing.</param>
/// <param name="ToldDelay">The delay that a Retry-After header or the handler asked for; null when none was.</param>
internal readonly record struct FailureSignal(string? ErrorType, int? HttpStatus, bool? DeclaredRetryable, TimeSpan? ToldDelay);
