using System.Text.Json.Nodes;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Ends a step that is not finished: it goes to error with the reason as its failure. A handler that runs is told to stop, and its
/// result is not accepted any more.
/// </summary>
public sealed class FailStep
{
    private readonly OperatorActs _acts;

    internal FailStep(OperatorActs acts) => _acts = acts;

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The step, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome; all but an invalid request and an unknown step is recorded with its actor and reason.</returns>
    public async Task<OperatorOutcome> HandleAsync(StepActRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        return await _acts.ApplyAsync(
            new OperatorAct
            {
                Scope = OperatorScope.Step,
                Kind = "step.fail",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Fail,
                RefusedIn = [.. OperatorPaths.TasksThatAreOver, TaskState.Error],
                Failure = FailureJson(request.Reason),
            },
            request,
            ct);
    }

    private static string FailureJson(string reason) =>
        new JsonObject { ["error_type"] = "failed_by_operator", ["message"] = reason }.ToJsonString();
}
