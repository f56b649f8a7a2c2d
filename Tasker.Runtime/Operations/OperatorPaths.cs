using System.Collections.Immutable;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.StateMachines;

namespace Tasker.Runtime.Operations;

/// <summary>
/// From which states each act is possible, and by which legal moves it gets where it wants: derived from the transition tables, so an
/// act can do nothing that they do not allow. The database applies the path of the state that it finds under its locks.
/// </summary>
internal static class OperatorPaths
{
    /// <summary>Error is reset; a back-off is cut short. What ended well is sent back only together with what depends on it.</summary>
    public static ImmutableArray<OperatorMove> Retry { get; } =
        [.. Steps(StepEvent.ResetForRetry).Where(m => m.From == (short)StepState.Error), .. Steps(StepEvent.Retry).Where(m => m.From != (short)StepState.Error)];

    /// <summary>Whatever began and is at rest goes back to pending.</summary>
    public static ImmutableArray<OperatorMove> Reset { get; } =
        [.. Steps(StepEvent.ResetForRetry), .. Steps(StepEvent.Retry).Where(m => m.From != (short)StepState.Error)];

    /// <summary>What is not finished fails; a back-off ends first, because nothing fails in it.</summary>
    public static ImmutableArray<OperatorMove> Fail { get; } =
        [.. Steps(StepEvent.Fail), Path(StepState.WaitingForRetry, StepState.Pending, StepState.Error)];

    /// <summary>Closes a step without a result.</summary>
    public static ImmutableArray<OperatorMove> Resolve { get; } = Steps(StepEvent.ResolveManually);

    /// <summary>Closes a step with a result.</summary>
    public static ImmutableArray<OperatorMove> Complete { get; } = Steps(StepEvent.CompleteManually);

    /// <summary>Cancels a task.</summary>
    public static ImmutableArray<OperatorMove> Cancel { get; } = Tasks(TaskEvent.Cancel);

    /// <summary>Closes a task that somebody dealt with elsewhere.</summary>
    public static ImmutableArray<OperatorMove> ResolveTask { get; } = Tasks(TaskEvent.ResolveManually);

    /// <summary>Task states in which steps can still be retried; the paths are those of the steps.</summary>
    public static ImmutableArray<OperatorMove> RetryAll { get; } =
        [.. Enum.GetValues<TaskState>().Where(s => !TasksThatAreOver.Contains(s)).Select(s => new OperatorMove((short)s, []))];

    /// <summary>Nothing can be done to a step of these; a task in error is not among them, because retrying its steps resets it.</summary>
    public static ImmutableArray<TaskState> TasksThatAreOver => [TaskState.Complete, TaskState.Cancelled, TaskState.ResolvedManually];

    private static ImmutableArray<OperatorMove> Steps(StepEvent stepEvent) =>
        [.. StepTransitions.LegalMoves.Where(m => m.Event == stepEvent).Select(m => Path(m.From, m.To))];

    private static ImmutableArray<OperatorMove> Tasks(TaskEvent taskEvent) =>
        [.. TaskTransitions.LegalMoves.Where(m => m.Event == taskEvent).Select(m => new OperatorMove((short)m.From, [(byte)m.From, (byte)m.To]))];

    private static OperatorMove Path(params StepState[] states) => new((short)states[0], [.. states.Select(s => (byte)s)]);
}
