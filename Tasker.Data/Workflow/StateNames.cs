using System.Collections.Frozen;

namespace Tasker.Data.Workflow;

/// <summary>The stable text of every state, used in views, the API and the console. One place; nothing is ever defaulted.</summary>
public static class StateNames
{
    private static readonly FrozenDictionary<TaskState, string> TaskTexts = new Dictionary<TaskState, string>
    {
        [TaskState.Pending] = "pending",
        [TaskState.Initializing] = "initializing",
        [TaskState.EnqueuingSteps] = "enqueuing_steps",
        [TaskState.StepsInProcess] = "steps_in_process",
        [TaskState.EvaluatingResults] = "evaluating_results",
        [TaskState.WaitingForDependencies] = "waiting_for_dependencies",
        [TaskState.WaitingForRetry] = "waiting_for_retry",
        [TaskState.BlockedByFailures] = "blocked_by_failures",
        [TaskState.Complete] = "complete",
        [TaskState.Error] = "error",
        [TaskState.Cancelled] = "cancelled",
        [TaskState.ResolvedManually] = "resolved_manually",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<StepState, string> StepTexts = new Dictionary<StepState, string>
    {
        [StepState.Pending] = "pending",
        [StepState.Enqueued] = "enqueued",
        [StepState.InProgress] = "in_progress",
        [StepState.EnqueuedForOrchestration] = "enqueued_for_orchestration",
        [StepState.EnqueuedAsErrorForOrchestration] = "enqueued_as_error_for_orchestration",
        [StepState.WaitingForRetry] = "waiting_for_retry",
        [StepState.Complete] = "complete",
        [StepState.Error] = "error",
        [StepState.Cancelled] = "cancelled",
        [StepState.ResolvedManually] = "resolved_manually",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, TaskState> Tasks = TaskTexts.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, StepState> Steps = StepTexts.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>The stored text of a task state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number names no state.</exception>
    public static string Text(this TaskState state) =>
        TaskTexts.TryGetValue(state, out var text) ? text : throw new ArgumentOutOfRangeException(nameof(state), state, "not a task state");

    /// <summary>The stored text of a step state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number names no state.</exception>
    public static string Text(this StepState state) =>
        StepTexts.TryGetValue(state, out var text) ? text : throw new ArgumentOutOfRangeException(nameof(state), state, "not a step state");

    /// <summary>Finds a task state by its stored text; false when there is none.</summary>
    public static bool TryParseTask(string text, out TaskState state) => Tasks.TryGetValue(text, out state);

    /// <summary>Finds a step state by its stored text; false when there is none.</summary>
    public static bool TryParseStep(string text, out StepState state) => Steps.TryGetValue(text, out state);

    /// <summary>True for complete, error, cancelled and resolved_manually.</summary>
    public static bool IsTerminal(this TaskState state) =>
        state is TaskState.Complete or TaskState.Error or TaskState.Cancelled or TaskState.ResolvedManually;

    /// <summary>True for complete, cancelled and resolved_manually; error is not terminal for a step, because an operator may reset it.</summary>
    public static bool IsTerminal(this StepState state) =>
        state is StepState.Complete or StepState.Cancelled or StepState.ResolvedManually;

    /// <summary>True for complete and resolved_manually: children may start.</summary>
    public static bool SatisfiesChildren(this StepState state) => state is StepState.Complete or StepState.ResolvedManually;
}
