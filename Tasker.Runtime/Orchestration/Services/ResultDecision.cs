using System.Text;
using System.Text.Json;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Identity;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Decides what an attempt's outcome means for its step: complete, retry after a delay, or error. Pure.</summary>
internal static class ResultDecision
{
    private const int MaxResultDepth = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
        if (Encode(json) is not { } utf8) return "the result contains half of a surrogate pair, which cannot be stored";
        if (utf8.Length > maxBytes) return $"the result is {utf8.Length} bytes long; at most {maxBytes} are stored";
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxResultDepth });
            while (reader.Read())
            {
                if (TokenProblem(ref reader) is { } problem) return problem;
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"the result is not JSON of at most {MaxResultDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})";
        }
    }

    private static byte[]? Encode(string json)
    {
        try
        {
            return Strict.GetBytes(json);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    // What is JSON and no jsonb: the database would refuse the end of the attempt, every time that it is tried.
    private static string? TokenProblem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
        {
            var text = JsonText.Measure(reader.ValueSpan, escaped: true);
            if (text.HasNul) return "the result contains U+0000, which cannot be stored";
            if (text.HasLoneSurrogate) return "the result contains half of a surrogate pair, which cannot be stored";
        }

        return reader.TokenType == JsonTokenType.Number && !JsonLimits.IsStorable(reader.ValueSpan)
            ? $"the result contains a number of more than {JsonLimits.MaxNumberLength} characters, or with an exponent beyond ±{JsonLimits.MaxExponent}"
            : null;
    }
}
