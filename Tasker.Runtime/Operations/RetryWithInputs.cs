using Tasker.Data.Operators;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Lets a failed step run again on other inputs, or cuts a back-off short for that. The inputs before are kept with who changed them and
/// why; other steps do not see the change. Attempts so far are forgiven, and a checkpoint made on the old inputs is put aside.
/// </summary>
public sealed class RetryWithInputs
{
    private readonly OperatorActs _acts;
    private readonly StepKinds _kinds;

    internal RetryWithInputs(OperatorActs acts, StepKinds kinds) => (_acts, _kinds) = (acts, kinds);

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The step, its inputs, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome; all but an invalid request and an unknown step is recorded with its actor and reason.</returns>
    public async Task<OperatorOutcome> HandleAsync(RetryInputsRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        if (request.InputsJson is null) return new OperatorOutcome.Refused("inputs are required");
        if (await _kinds.FindAsync(request.StepId, ct) is not var (template, step)) return new OperatorOutcome.NotFound();
        if (EditedInputs.Problem(template, step, request.InputsJson) is { } misfit) return misfit;
        return await _acts.ApplyAsync(
            new OperatorAct
            {
                Scope = OperatorScope.Step,
                Kind = "step.retry_inputs",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Retry,
                RefusedIn = OperatorPaths.TasksThatAreOver,
                Inputs = request.InputsJson,
            },
            request,
            ct);
    }
}
