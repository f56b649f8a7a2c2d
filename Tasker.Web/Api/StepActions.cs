using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>What people do to steps through the API (R§10.3).</summary>
internal sealed class StepActions(
    RetryStep retry, RetryWithInputs retryWithInputs, RetryDownstream retryDownstream, ResolveStep resolve, SkipStep skip, CompleteStep complete,
    FailStep fail, StepBrowser steps)
{
    private const int MaxKey = 128;

    public static async Task<IResult> ApplyAsync(string task, string step, HttpContext http, StepActions actions, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.StepActionBody);
        return body is null ? problem! : await actions.ApplyAsync(task, step, body, http, ct);
    }

    private async Task<IResult> ApplyAsync(string task, string step, StepActionBody body, HttpContext http, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow();
        var (taskId, stepId) = (parts.Task(task), parts.Step(step));
        var request = Request(stepId, body, parts);
        CheckPayloads(body, parts);
        if (!parts.IsValid) return parts.Problem;
        // A task's own id has no step number, and a step of another task is none of this path.
        if (stepId.Task != taskId || stepId.StepNo < 0) return ProblemMapping.NotFound(StepsApi.NoStep);
        var outcome = Acts.Settle(await DoAsync(body, request, ct), http.Response);
        if (outcome is not OperatorOutcome.Applied) return ProblemMapping.Of(outcome, StepsApi.NoStep, body.ActionType == "complete_manually" ? "completion_data.result" : "inputs");
        return await StepsApi.FindAsync(taskId, stepId, steps, ct) is { } after ? StepsApi.Body(after, http.Response) : ProblemMapping.NotFound(StepsApi.NoStep);
    }

    private Task<OperatorOutcome> DoAsync(StepActionBody body, StepActRequest request, CancellationToken ct) => body.ActionType switch
    {
        "reset_for_retry" => retry.HandleAsync(request, ct),
        "retry_with_inputs" => retryWithInputs.HandleAsync(WithInputs(request, body), ct),
        "retry_downstream" => retryDownstream.HandleAsync(WithInputs(request, body), ct),
        "resolve_manually" => resolve.HandleAsync(request, ct),
        "skip" => skip.HandleAsync(request, ct),
        "complete_manually" => complete.HandleAsync(
            new CompleteStepRequest
            {
                StepId = request.StepId,
                Actor = request.Actor,
                Reason = request.Reason,
                ExpectedState = request.ExpectedState,
                IdempotencyKey = request.IdempotencyKey,
                ResultJson = body.CompletionData!.Result!.Value.GetRawText(),
            },
            ct),
        "fail" => fail.HandleAsync(request, ct),
        _ => throw new InvalidOperationException("an unknown action was let through"),
    };

    private static RetryInputsRequest WithInputs(StepActRequest request, StepActionBody body) => new()
    {
        StepId = request.StepId,
        Actor = request.Actor,
        Reason = request.Reason,
        ExpectedState = request.ExpectedState,
        IdempotencyKey = request.IdempotencyKey,
        InputsJson = body.Inputs?.GetRawText(),
    };

    private static void CheckPayloads(StepActionBody body, RequestParts parts)
    {
        var completes = body.ActionType == "complete_manually";
        if (completes && body.CompletionData?.Result is null) parts.Add("completion_data.result", "is required");
        if (!completes && body.CompletionData is not null) parts.Add("completion_data", "belongs to complete_manually only");
        if (body.ActionType == "retry_with_inputs" && body.Inputs is null) parts.Add("inputs", "is required");
        if (body.Inputs is not null && body.ActionType is not ("retry_with_inputs" or "retry_downstream"))
        {
            parts.Add("inputs", "belongs to retry_with_inputs and retry_downstream only");
        }
    }

    private static StepActRequest Request(StepId step, StepActionBody body, RequestParts parts)
    {
        var by = body.ActionType switch
        {
            "reset_for_retry" or "retry_with_inputs" or "retry_downstream" => body.ResetBy,
            "resolve_manually" => body.ResolvedBy,
            "skip" => body.SkippedBy,
            "complete_manually" => body.CompletedBy,
            "fail" => body.FailedBy,
            _ => Unknown(parts),
        };
        return new StepActRequest
        {
            StepId = step,
            Actor = parts.Actor(by),
            Reason = parts.Reason(body.Reason),
            ExpectedState = Expected(body, parts),
            IdempotencyKey = parts.IdempotencyKey(body.IdempotencyKey, MaxKey),
        };
    }

    private static StepState? Expected(StepActionBody body, RequestParts parts)
    {
        if (parts.ExpectedState(body.ExpectedState) is not { } text) return null;
        if (StateNames.TryParseStep(text, out var state)) return state;
        parts.Add("expected_state", "is not a step's state");
        return null;
    }

    private static string? Unknown(RequestParts parts)
    {
        parts.Add("action_type", "must be reset_for_retry, retry_with_inputs, retry_downstream, resolve_manually, skip, complete_manually or fail");
        return null;
    }
}
