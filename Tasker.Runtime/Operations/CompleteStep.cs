using Tasker.Data.Operators;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Completes a step with a result given by hand, which its children read as if the handler had returned it; they start in the same
/// commit.
/// </summary>
public sealed class CompleteStep
{
    private readonly OperatorActs _acts;

    internal CompleteStep(OperatorActs acts) => _acts = acts;

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The step, its result, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome; all but an invalid request and an unknown step is recorded with its actor and reason.</returns>
    public async Task<OperatorOutcome> HandleAsync(CompleteStepRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problem = RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) ?? RequestCheck.ResultProblem(request.ResultJson);
        if (problem is not null) return new OperatorOutcome.Refused(problem);
        return await _acts.ApplyAsync(
            new OperatorAct
            {
                Scope = OperatorScope.Step,
                Kind = "step.complete",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Complete,
                RefusedIn = OperatorPaths.TasksThatAreOver,
                Result = request.ResultJson,
            },
            request,
            ct);
    }
}
