using System.Collections.Frozen;
using System.Collections.Immutable;
using Tasker.Data.Workflow;
using static Tasker.Data.Workflow.TaskState;
using static Tasker.Runtime.StateMachines.TaskEvent;

namespace Tasker.Runtime.StateMachines;

/// <summary>
/// The legal moves of a task, complete: what is not here cannot happen. The same rows are in <c>tasker.legal_task_transitions</c>.
/// Every deviation from the reference system is explained in docs/adr/0001-state-machines.md.
/// </summary>
internal static class TaskTransitions
{
    private static readonly TaskState[] Unfinished =
    [
        Pending, Initializing, EnqueuingSteps, StepsInProcess, EvaluatingResults, WaitingForDependencies, WaitingForRetry, BlockedByFailures,
    ];

    /// <summary>All rows, in the order in which a reader follows a task.</summary>
    public static ImmutableArray<TaskMove> LegalMoves { get; } =
    [
        Move(Pending, Start, Initializing),

        Move(Initializing, ReadyStepsFound, EnqueuingSteps),
        Move(Initializing, NoStepsFound, TaskState.Complete, TaskGuard.AllStepsComplete),
        Move(Initializing, NoDependenciesReady, WaitingForDependencies),

        Move(EnqueuingSteps, StepsEnqueued, StepsInProcess),
        Move(EnqueuingSteps, EnqueueFailed, Error),

        Move(StepsInProcess, StepCompleted, EvaluatingResults),
        Move(StepsInProcess, AllStepsCompleted, EvaluatingResults, TaskGuard.AllStepsComplete),
        Move(StepsInProcess, StepFailed, WaitingForRetry, TaskGuard.OnlyRetriesLeft),
        Move(StepsInProcess, TaskEvent.Complete, TaskState.Complete, TaskGuard.AllStepsComplete),
        Move(StepsInProcess, Fail, Error),
        Move(StepsInProcess, TaskEvent.Timeout, Error),

        Move(EvaluatingResults, AllStepsSuccessful, TaskState.Complete, TaskGuard.AllStepsComplete),
        Move(EvaluatingResults, ReadyStepsFound, EnqueuingSteps),
        Move(EvaluatingResults, NoDependenciesReady, WaitingForDependencies),
        Move(EvaluatingResults, StepFailed, WaitingForRetry, TaskGuard.OnlyRetriesLeft),
        Move(EvaluatingResults, PermanentFailure, BlockedByFailures, TaskGuard.HasFailedStep),

        Move(WaitingForDependencies, DependenciesReady, EvaluatingResults),
        Move(WaitingForDependencies, TaskEvent.Timeout, Error),

        Move(WaitingForRetry, RetryReady, EnqueuingSteps),
        Move(WaitingForRetry, DependenciesReady, EvaluatingResults),
        Move(WaitingForRetry, TaskEvent.Timeout, Error),

        Move(BlockedByFailures, DependenciesReady, EvaluatingResults),
        Move(BlockedByFailures, GiveUp, Error, TaskGuard.HasFailedStep),
        ByOperator(BlockedByFailures, ManualResolution, ResolvedManually),

        .. Unfinished.Select(from => ByOperator(from, Cancel, Cancelled)),
        .. Unfinished.Select(from => ByOperator(from, ResolveManually, ResolvedManually)),

        ByOperator(Error, Reset, Pending),
        ByOperator(Error, ResolveManually, ResolvedManually),
    ];

    private static readonly FrozenDictionary<(TaskState From, TaskEvent Event), TaskMove> Table =
        LegalMoves.ToFrozenDictionary(move => (move.From, move.Event));

    // True when every event that leads from one state to the other is a person's.
    private static readonly FrozenDictionary<(TaskState From, TaskState To), bool> Pairs =
        LegalMoves.GroupBy(move => (move.From, move.To)).ToFrozenDictionary(pair => pair.Key, pair => pair.All(move => move.OperatorOnly));

    /// <summary>The row for an event in a state; null when the event is not legal there.</summary>
    public static TaskMove? Find(TaskState from, TaskEvent taskEvent) => Table.GetValueOrDefault((from, taskEvent));

    /// <summary>True when some event leads from the first state to the second, and the one who acts may cause it.</summary>
    public static bool IsLegal(TaskState from, TaskState to, bool byOperator) =>
        Pairs.TryGetValue((from, to), out var operatorOnly) && (byOperator || !operatorOnly);

    /// <summary>
    /// True when every two neighbours of the path are a legal move. A single state is a path without moves; an empty path is none.
    /// The engine's own paths are checked with <paramref name="byOperator"/> false.
    /// </summary>
    public static bool IsLegalPath(ReadOnlySpan<TaskState> path, bool byOperator = false)
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

    private static TaskMove Move(TaskState from, TaskEvent taskEvent, TaskState to, TaskGuard guard = TaskGuard.None) =>
        new(from, taskEvent, to, guard, OperatorOnly: false);

    private static TaskMove ByOperator(TaskState from, TaskEvent taskEvent, TaskState to) =>
        new(from, taskEvent, to, TaskGuard.None, OperatorOnly: true);
}
