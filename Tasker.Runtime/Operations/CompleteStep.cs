using Tasker.Data.Operators;
using Tasker.Runtime.Events;
using Tasker.Runtime.Events.Outbox;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Completes a step with a result given by hand, which its children read as if the handler had returned it; they start in the same
/// commit. The result has to fit the step's <c>result_schema</c>. What the result of a decision or of a batchable step calls for is
/// created in the same commit, as after its handler; so are the durable events that the step declares for a success.
/// </summary>
public sealed class CompleteStep
{
    private readonly OperatorActs _acts;
    private readonly StepKinds _kinds;
    private readonly EventOutbox _outbox;
    private readonly TimeProvider _clock;

    internal CompleteStep(OperatorActs acts, StepKinds kinds, EventOutbox outbox, TimeProvider clock) =>
        (_acts, _kinds, _outbox, _clock) = (acts, kinds, outbox, clock);

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The step, its result, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>
    /// The outcome; all but an invalid request and an unknown step is recorded with its actor and reason. A result that does not fit the
    /// schema is refused with <see cref="OperatorOutcome.Refused.Problems"/>.
    /// </returns>
    public async Task<OperatorOutcome> HandleAsync(CompleteStepRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problem = RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) ?? RequestCheck.ResultProblem(request.ResultJson);
        if (problem is not null) return new OperatorOutcome.Refused(problem);
        if (await _kinds.FindAsync(request.StepId, ct) is not var (template, step)) return new OperatorOutcome.NotFound();
        if (SchemaProblems.Find("the result", "the step's result_schema", step.ResultSchema, request.ResultJson) is { } misfit) return misfit;
        var events = EventPayloads.ByHand(template, step, () => Guid.CreateVersion7(_clock.GetUtcNow()));
        var outcome = await _acts.ApplyAsync(
            new OperatorAct
            {
                Scope = OperatorScope.Step,
                Kind = "step.complete",
                Actor = request.Actor,
                Reason = request.Reason,
                Moves = OperatorPaths.Complete,
                RefusedIn = OperatorPaths.TasksThatAreOver,
                Result = request.ResultJson,
                Events = events,
            },
            request,
            HandGrowth.Of(template, step, request.ResultJson),
            ct);
        if (outcome is OperatorOutcome.Applied) _outbox.Due(events.Select(e => e.EventId));
        return outcome;
    }
}
