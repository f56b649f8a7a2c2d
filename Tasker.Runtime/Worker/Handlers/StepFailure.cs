using System.Text.Json.Serialization;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Why an attempt failed; stored with the step and in its history.</summary>
public sealed record StepFailure
{
    /// <summary>For people; cut at 4,000 characters when stored.</summary>
    public required string Message { get; init; }

    /// <summary>One of <see cref="Retry.ErrorTypes"/> or the handler's own word.</summary>
    public required string ErrorType { get; init; }

    /// <summary>Whether trying again makes sense; null leaves it to the kind of error.</summary>
    public bool? Retryable { get; init; }

    /// <summary>Wait at least this long before the next attempt.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Status of the HTTP answer that caused it.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The exception's stack, cut at 8,000 characters when stored.</summary>
    public string? Stack { get; init; }
}
