using System.Text.Json;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>What came of an attempt, as a handler says it.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>The step is done.</summary>
    /// <param name="ResultJson">What its descendants can read, JSON, at most 1 MiB.</param>
    public sealed record Succeeded(string ResultJson) : StepOutcome;

    /// <summary>The attempt failed.</summary>
    /// <param name="Failure">Why, and whether trying again makes sense.</param>
    public sealed record Failed(StepFailure Failure) : StepOutcome;

    /// <summary>Done, with a value that is serialised as JSON.</summary>
    public static StepOutcome Success<T>(T result) => new Succeeded(JsonSerializer.Serialize(result, StepJson.Options));

    /// <summary>Done, without anything to say.</summary>
    public static StepOutcome Success() => new Succeeded("{}");

    /// <summary>Failed for good: no retry.</summary>
    public static StepOutcome PermanentFailure(string message, string errorType = Retry.ErrorTypes.Permanent) =>
        new Failed(new StepFailure { Message = message, ErrorType = errorType, Retryable = false });

    /// <summary>Failed, but may work later. The template's back-off applies unless a delay is given.</summary>
    public static StepOutcome RetryableFailure(string message, TimeSpan? delay = null, string errorType = Retry.ErrorTypes.Retryable) =>
        new Failed(new StepFailure { Message = message, ErrorType = errorType, Retryable = true, RetryAfter = delay });
}
