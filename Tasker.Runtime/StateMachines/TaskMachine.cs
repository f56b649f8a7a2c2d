using System.Diagnostics;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.StateMachines;

/// <summary>Answers whether an event moves a task, and where to. Changes nothing.</summary>
internal static class TaskMachine
{
    /// <summary>Looks the event up, then asks who acts, then the row's guard.</summary>
    public static MoveResult<TaskState, TaskEvent> TryMove(TaskState state, TaskEvent taskEvent, in TaskFacts facts)
    {
        var move = TaskTransitions.Find(state, taskEvent);
        if (move is null)
        {
            return new MoveResult<TaskState, TaskEvent>.Refused(state, taskEvent, state.IsTerminal() ? MoveRefusal.FinalState : MoveRefusal.NoSuchMove);
        }

        var refusal = move.OperatorOnly && !facts.ByOperator ? MoveRefusal.OperatorOnly : Check(move.Guard, facts);
        return refusal is { } reason
            ? new MoveResult<TaskState, TaskEvent>.Refused(state, taskEvent, reason)
            : new MoveResult<TaskState, TaskEvent>.Moved(move.To, move.OperatorOnly);
    }

    private static MoveRefusal? Check(TaskGuard guard, in TaskFacts facts) => guard switch
    {
        TaskGuard.None => null,
        TaskGuard.AllStepsComplete => facts.Counters.Left == 0 ? null : MoveRefusal.StepsUnfinished,
        TaskGuard.HasFailedStep => facts.Counters.Failed > 0 ? null : MoveRefusal.NoFailedStep,
        TaskGuard.OnlyRetriesLeft => facts.Counters is { Active: 0, Waiting: > 0 } ? null : MoveRefusal.NotOnlyRetriesLeft,
        _ => throw new UnreachableException($"task guard {guard}"),
    };
}
