using Tasker.Data.Operators;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Lets a failed step run again, its attempts so far forgiven and its history kept; or cuts a back-off short (without forgiving). The
/// task goes on in the same commit, also when it was blocked or in error. A step with unfinished parents rests until they end.
/// </summary>
public sealed class RetryStep
{
    private readonly OperatorActs _acts;

    internal RetryStep(OperatorActs acts) => _acts = acts;

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
                Kind = "step.retry",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Retry,
                RefusedIn = OperatorPaths.TasksThatAreOver,
            },
            request,
            ct);
    }
}
