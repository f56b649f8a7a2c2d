using Tasker.Data.Operators;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Passes over a step whose work is not wanted: its children go on as if it were resolved, and the history says that it was skipped. A
/// decision that is skipped takes no branch, a batchable step makes no batches; what follows on that goes on.
/// </summary>
public sealed class SkipStep
{
    private readonly OperatorActs _acts;
    private readonly StepKinds _kinds;

    internal SkipStep(OperatorActs acts, StepKinds kinds) => (_acts, _kinds) = (acts, kinds);

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The step, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome; all but an invalid request and an unknown step is recorded with its actor and reason.</returns>
    public async Task<OperatorOutcome> HandleAsync(StepActRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        if (await _kinds.FindAsync(request.StepId, ct) is not var (template, step)) return new OperatorOutcome.NotFound();
        return await _acts.ApplyAsync(
            new OperatorAct
            {
                Scope = OperatorScope.Step,
                Kind = "step.skip",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Resolve,
                RefusedIn = OperatorPaths.TasksThatAreOver,
            },
            request,
            HandGrowth.Of(template, step, resultJson: null),
            ct);
    }
}
