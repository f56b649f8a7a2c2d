using Tasker.Data.Operators;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Sends a step back with everything that depends on it: all of them become pending, their attempts are forgiven, their results are kept
/// for the record and are no longer results. The step itself runs again at once, on other inputs if any are given. What does not depend on
/// it goes on meanwhile. Refused while the step or anything that depends on it runs, and when a decision or a batchable step that would run
/// again has ended well: it has settled which steps the task has, also where a person skipped it.
/// </summary>
public sealed class RetryDownstream
{
    private readonly OperatorActs _acts;
    private readonly StepKinds _kinds;

    internal RetryDownstream(OperatorActs acts, StepKinds kinds) => (_acts, _kinds) = (acts, kinds);

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The step, its inputs, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome; all but an invalid request and an unknown step is recorded with its actor and reason.</returns>
    public async Task<OperatorOutcome> HandleAsync(RetryInputsRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        if (await _kinds.FindAsync(request.StepId, ct) is not var (template, step)) return new OperatorOutcome.NotFound();
        if (EditedInputs.Problem(template, step, request.InputsJson) is { } misfit) return misfit;
        return await _acts.ApplyAsync(
            new OperatorAct
            {
                Scope = OperatorScope.Downstream,
                Kind = "step.retry_downstream",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Reset,
                RefusedIn = OperatorPaths.TasksThatAreOver,
                Deciders = [.. template.Steps.Where(s => s.Type is StepType.Decision or StepType.Batchable).Select(s => s.No)],
                Inputs = request.InputsJson,
            },
            request,
            ct);
    }
}
