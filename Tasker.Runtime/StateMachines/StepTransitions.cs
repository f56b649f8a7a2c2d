using System.Collections.Frozen;
using System.Collections.Immutable;
using Tasker.Data.Workflow;
using static Tasker.Data.Workflow.StepState;
using static Tasker.Runtime.StateMachines.StepEvent;

namespace Tasker.Runtime.StateMachines;

/// <summary>
/// The legal moves of a step, complete: what is not here cannot happen. The same rows are in <c>tasker.legal_step_transitions</c>.
/// Every deviation from the reference system is explained in docs/adr/0001-state-machines.md.
/// </summary>
internal static class StepTransitions
{
    private static readonly StepState[] Unfinished =
    [
        Pending, Enqueued, InProgress, EnqueuedForOrchestration, EnqueuedAsErrorForOrchestration, WaitingForRetry, Error,
    ];

    private static readonly StepState[] Stoppable = [Pending, Enqueued, InProgress, EnqueuedAsErrorForOrchestration, WaitingForRetry];

    /// <summary>All rows, in the order in which a reader follows a step.</summary>
    public static ImmutableArray<StepMove> LegalMoves { get; } =
    [
        Move(Pending, Enqueue, Enqueued, StepGuard.ParentsFinished),
        Move(Pending, Fail, Error),
        Move(Pending, WaitForRetry, WaitingForRetry, StepGuard.AttemptAllowed),

        Move(Enqueued, Start, InProgress),
        Move(Enqueued, Fail, Error),
        Move(Enqueued, WaitForRetry, WaitingForRetry, StepGuard.AttemptAllowed),

        Move(InProgress, EnqueueForOrchestration, EnqueuedForOrchestration, StepGuard.ResultGiven),
        Move(InProgress, EnqueueAsErrorForOrchestration, EnqueuedAsErrorForOrchestration),
        Move(InProgress, Fail, Error),
        Move(InProgress, WaitForRetry, WaitingForRetry, StepGuard.AttemptAllowed),

        Move(EnqueuedForOrchestration, StepEvent.Complete, StepState.Complete, StepGuard.ResultGiven),
        Move(EnqueuedForOrchestration, Fail, Error),

        Move(EnqueuedAsErrorForOrchestration, Fail, Error),
        Move(EnqueuedAsErrorForOrchestration, WaitForRetry, WaitingForRetry, StepGuard.AttemptAllowed),
        Move(EnqueuedAsErrorForOrchestration, StepEvent.Complete, StepState.Complete, StepGuard.ResultGiven),

        Move(WaitingForRetry, StepEvent.Retry, Pending),

        ByOperator(Error, StepEvent.Retry, Pending, StepGuard.AttemptAllowed),
        ByOperator(Error, ResetForRetry, Pending),
        ByOperator(StepState.Complete, ResetForRetry, Pending),
        ByOperator(ResolvedManually, ResetForRetry, Pending),

        // What a batch's failure strategy does to its workers. `tasker check` sees to it that it happens to no other step (B03 to B05).
        .. Stoppable.Select(from => Move(from, StopWithBatch, Cancelled)),
        Move(Cancelled, RestartWithBatch, Pending),
        Move(Error, SetAside, ResolvedManually),

        .. Unfinished.Select(from => ByOperator(from, Cancel, Cancelled)),
        .. Unfinished.Select(from => ByOperator(from, CompleteManually, StepState.Complete, StepGuard.ResultGiven)),
        .. Unfinished.Select(from => ByOperator(from, ResolveManually, ResolvedManually)),
    ];

    private static readonly FrozenDictionary<(StepState From, StepEvent Event), StepMove> Table =
        LegalMoves.ToFrozenDictionary(move => (move.From, move.Event));

    // True when every event that leads from one state to the other is a person's.
    private static readonly FrozenDictionary<(StepState From, StepState To), bool> Pairs =
        LegalMoves.GroupBy(move => (move.From, move.To)).ToFrozenDictionary(pair => pair.Key, pair => pair.All(move => move.OperatorOnly));

    /// <summary>The row for an event in a state; null when the event is not legal there.</summary>
    public static StepMove? Find(StepState from, StepEvent stepEvent) => Table.GetValueOrDefault((from, stepEvent));

    /// <summary>True when some event leads from the first state to the second, and the one who acts may cause it.</summary>
    public static bool IsLegal(StepState from, StepState to, bool byOperator) =>
        Pairs.TryGetValue((from, to), out var operatorOnly) && (byOperator || !operatorOnly);

    /// <summary>
    /// True when every two neighbours of the path are a legal move. A single state is a path without moves; an empty path is none.
    /// The engine's own paths are checked with <paramref name="byOperator"/> false.
    /// </summary>
    public static bool IsLegalPath(ReadOnlySpan<StepState> path, bool byOperator = false)
    {
        for (var i = 1; i < path.Length; i++)
        {
            if (!IsLegal(path[i - 1], path[i], byOperator))
            {
                return false;
            }
        }

        return !path.IsEmpty;
    }

    private static StepMove Move(StepState from, StepEvent stepEvent, StepState to, StepGuard guard = StepGuard.None) =>
        new(from, stepEvent, to, guard, OperatorOnly: false);

    private static StepMove ByOperator(StepState from, StepEvent stepEvent, StepState to, StepGuard guard = StepGuard.None) =>
        new(from, stepEvent, to, guard, OperatorOnly: true);
}
