using System.Net;
using Tasker.Runtime.Retry;

namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>What an HTTP status means for a step: for handlers that call other systems themselves.</summary>
public static class HttpStatusFailures
{
    /// <summary>The error type of answers that are neither throttling nor a timeout.</summary>
    public const string ErrorType = "http_error";

    /// <summary>Whether the same call may succeed later: 408, 429 and all 5xx.</summary>
    public static bool IsRetryable(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    /// <summary>The failure of a status that was not wanted.</summary>
    /// <param name="status">The status.</param>
    /// <param name="message">For people.</param>
    /// <param name="retryAfter">The Retry-After header as it came, seconds or a date; null when there was none. Heeded with 429 and 503.</param>
    /// <param name="now">What a date is compared with.</param>
    /// <param name="longest">The longest wait that is accepted.</param>
    public static StepOutcome Failure(HttpStatusCode status, string message, string? retryAfter, DateTimeOffset now, TimeSpan longest) =>
        new StepOutcome.Failed(new StepFailure
        {
            Message = message,
            ErrorType = status switch
            {
                HttpStatusCode.TooManyRequests => ErrorTypes.RateLimited,
                HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => ErrorTypes.Timeout,
                _ => ErrorType,
            },
            StatusCode = (int)status,
            Retryable = IsRetryable(status),
            RetryAfter = status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? RetryAfter.Parse(retryAfter, now, longest) : null,
        });
}
