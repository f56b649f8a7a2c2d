using System.Text;
using System.Text.Json;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Decides what an attempt's outcome means for its step: complete, retry after a delay, or error. Pure.</summary>
internal static class ResultDecision
{
    private const int MaxResultDepth = 64;

    /// <summary>Decides.</summary>
    /// <param name="step">The attempt and the step's limits.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="policy">The template's back-off; null when the template is not known.</param>
    /// <param name="maxResultBytes">The largest result that is stored.</param>
    /// <param name="mayClaim">Whether this node may take the successors.</param>
    /// <param name="jitter">0 (inclusive) to 1 (exclusive).</param>
    public static StepEnd Decide(
        ClaimedStep step, StepOutcome outcome, TimeSpan elapsed, BackoffPolicy? policy, int maxResultBytes, bool mayClaim, Func<double> jitter)
    {
        var storable = Storable(outcome, maxResultBytes);
        if (storable is StepOutcome.Succeeded success)
        {
            return new StepEnd(step.TaskId, step.StepNo, step.Attempt, StepState.Complete, success.ResultJson, null, TimeSpan.Zero, elapsed, mayClaim);
        }

        var failure = ((StepOutcome.Failed)storable).Failure;
        var facts = new FailureFacts(
            new FailureSignal(failure.ErrorType, failure.StatusCode, failure.Retryable, failure.RetryAfter),
            step.Attempt - step.Forgiven, step.MaxAttempts, step.Retryable, policy);
        var verdict = RetryDecision.Decide(facts, jitter);
        var (state, delay) = verdict is RetryVerdict.Retry retry ? (StepState.WaitingForRetry, retry.Delay) : (StepState.Error, TimeSpan.Zero);
        var json = FailureJson.Write(failure, verdict, step.Attempt - step.Forgiven);
        return new StepEnd(step.TaskId, step.StepNo, step.Attempt, state, null, json, delay, elapsed, mayClaim);
    }

    /// <summary>The outcome, or a permanent failure in place of a success whose result cannot be stored.</summary>
    public static StepOutcome Storable(StepOutcome outcome, int maxResultBytes) =>
        outcome is StepOutcome.Succeeded success && ResultProblem(success.ResultJson, maxResultBytes) is { } problem
            ? StepOutcome.PermanentFailure(problem, "bad_result")
            : outcome;

    /// <summary>Why a result cannot be stored; null when it can.</summary>
    private static string? ResultProblem(string json, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetByteCount(json);
        if (bytes > maxBytes) return $"the result is {bytes} bytes long; at most {maxBytes} are stored";
        if (json.Contains("\\u0000", StringComparison.Ordinal)) return "the result contains U+0000, which cannot be stored";
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = MaxResultDepth });
            while (reader.Read())
            {
                // Reading to the end is the check.
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"the result is not JSON of at most {MaxResultDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})";
        }
    }
}
