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

    /// <summary>The attempt is not over: it goes on from a checkpoint, after other steps had their turn.</summary>
    /// <param name="Checkpoint">The checkpoint, stored before anything else happens.</param>
    internal sealed record Yielded(Data.Flow.NewCheckpoint Checkpoint) : StepOutcome;

    /// <summary>
    /// Not done yet: stores a checkpoint and gives the handler's place to other steps. The handler is called again in the same attempt, with
    /// <see cref="StepContext.Checkpoint"/> and its whole timeout, so that long work needs no long timeout. Each yield must have moved the cursor or
    /// the number of items on; one that has not fails the step for good.
    /// </summary>
    /// <param name="cursor">Where to go on; becomes JSON.</param>
    /// <param name="itemsProcessed">Items done so far, over all executions; 0 or more.</param>
    /// <param name="accumulated">What came of them so far; becomes JSON. Null for nothing.</param>
    public static StepOutcome YieldAtCheckpoint<TCursor>(TCursor cursor, long itemsProcessed, object? accumulated = null) =>
        new Yielded(CheckpointJson.Make(cursor, itemsProcessed, accumulated, yields: true));

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
