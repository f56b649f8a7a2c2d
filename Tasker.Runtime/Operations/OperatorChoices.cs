using System.Collections.Immutable;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Which acts a state allows, by the same tables that decide when one is applied. For showing choices: what counts is the state that the
/// act then finds under its locks. Pure.
/// </summary>
public static class OperatorChoices
{
    /// <summary>True when the act is possible on a step in this state, of a task in that state.</summary>
    public static bool Allows(StepAct act, StepState step, TaskState task) => !IsOver(task) && Contains(PathsOf(act), (short)step);

    /// <summary>True when nothing can be done to the steps of a task in this state. A task in error is not over.</summary>
    public static bool IsOver(TaskState task) => OperatorPaths.TasksThatAreOver.Contains(task);

    /// <summary>True when a task in this state can be cancelled.</summary>
    public static bool AllowsCancel(TaskState task) => Contains(OperatorPaths.Cancel, (short)task);

    /// <summary>True when a task in this state can be closed as dealt with elsewhere.</summary>
    public static bool AllowsResolve(TaskState task) => Contains(OperatorPaths.ResolveTask, (short)task);

    /// <summary>True when a task in this state can be run again as a new one: it has ended or is blocked.</summary>
    public static bool AllowsRerun(TaskState task) => task is TaskState.BlockedByFailures or TaskState.Error || IsOver(task);

    /// <summary>True when all failed steps of a task in this state can be retried at once.</summary>
    /// <param name="task">The task's state.</param>
    /// <param name="failedSteps">How many of its steps are in error.</param>
    public static bool AllowsRetryAll(TaskState task, int failedSteps) =>
        Contains(OperatorPaths.RetryAll, (short)task) && (failedSteps > 0 || task == TaskState.Error);

    /// <summary>Why an act on many tasks would pass over this one; null when it would not.</summary>
    public static string? WhyNot(BulkAct act, TaskListItem task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!StateNames.TryParseTask(task.State, out var state)) return $"is {task.State}";
        return act switch
        {
            BulkAct.Cancel => AllowsCancel(state) ? null : $"is {task.State}",
            BulkAct.Resolve => AllowsResolve(state) ? null : $"is {task.State}",
            BulkAct.Retry => AllowsRetryAll(state, task.StepsFailed) ? null : IsOver(state) ? $"is {task.State}" : "has no failed step",
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "not an act"),
        };
    }

    private static ImmutableArray<OperatorMove> PathsOf(StepAct act) => act switch
    {
        StepAct.Retry or StepAct.RetryWithInputs => OperatorPaths.Retry,
        StepAct.RetryDownstream => OperatorPaths.Reset,
        StepAct.Fail => OperatorPaths.Fail,
        StepAct.Resolve or StepAct.Skip => OperatorPaths.Resolve,
        StepAct.Complete => OperatorPaths.Complete,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "not an act"),
    };

    private static bool Contains(ImmutableArray<OperatorMove> moves, short state) => moves.Any(m => m.From == state);
}
