using System.Diagnostics;
using Tasker.Data.Workflow;
using Tasker.Runtime.Retry;

namespace Tasker.Runtime.StateMachines;

/// <summary>Answers whether an event moves a step, and where to. Changes nothing.</summary>
internal static class StepMachine
{
    /// <summary>Looks the event up, then asks who acts, then the row's guard.</summary>
    public static MoveResult<StepState, StepEvent> TryMove(StepState state, StepEvent stepEvent, in StepFacts facts)
    {
        var move = StepTransitions.Find(state, stepEvent);
        if (move is null)
        {
            return new MoveResult<StepState, StepEvent>.Refused(state, stepEvent, state.IsTerminal() ? MoveRefusal.FinalState : MoveRefusal.NoSuchMove);
        }

        var refusal = move.OperatorOnly && !facts.ByOperator ? MoveRefusal.OperatorOnly : Check(move.Guard, facts);
        return refusal is { } reason
            ? new MoveResult<StepState, StepEvent>.Refused(state, stepEvent, reason)
            : new MoveResult<StepState, StepEvent>.Moved(move.To, move.OperatorOnly);
    }

    private static MoveRefusal? Check(StepGuard guard, in StepFacts facts) => guard switch
    {
        StepGuard.None => null,
        StepGuard.ParentsFinished => facts.UnfinishedParents == 0 ? null : MoveRefusal.ParentsUnfinished,
        StepGuard.AttemptAllowed =>
            RetryEligibility.MayAttempt(facts.Attempts, facts.MaxAttempts, facts.Retryable) ? null : MoveRefusal.NoAttemptLeft,
        StepGuard.ResultGiven => facts.HasResult ? null : MoveRefusal.ResultMissing,
        _ => throw new UnreachableException($"step guard {guard}"),
    };
}
