using System.Collections.Frozen;

namespace Tasker.Runtime.StateMachines;

/// <summary>The stable text of every event, as stored in the legal-move tables and shown in histories.</summary>
public static class EventNames
{
    private static readonly FrozenDictionary<TaskEvent, string> TaskTexts = new Dictionary<TaskEvent, string>
    {
        [TaskEvent.Start] = "start",
        [TaskEvent.Cancel] = "cancel",
        [TaskEvent.GiveUp] = "give_up",
        [TaskEvent.ManualResolution] = "manual_resolution",
        [TaskEvent.ReadyStepsFound] = "ready_steps_found",
        [TaskEvent.NoStepsFound] = "no_steps_found",
        [TaskEvent.NoDependenciesReady] = "no_dependencies_ready",
        [TaskEvent.DependenciesReady] = "dependencies_ready",
        [TaskEvent.StepsEnqueued] = "steps_enqueued",
        [TaskEvent.EnqueueFailed] = "enqueue_failed",
        [TaskEvent.StepCompleted] = "step_completed",
        [TaskEvent.StepFailed] = "step_failed",
        [TaskEvent.AllStepsCompleted] = "all_steps_completed",
        [TaskEvent.AllStepsSuccessful] = "all_steps_successful",
        [TaskEvent.PermanentFailure] = "permanent_failure",
        [TaskEvent.RetryReady] = "retry_ready",
        [TaskEvent.Timeout] = "timeout",
        [TaskEvent.ProcessorCrashed] = "processor_crashed",
        [TaskEvent.Complete] = "complete",
        [TaskEvent.Fail] = "fail",
        [TaskEvent.ResolveManually] = "resolve_manually",
        [TaskEvent.Reset] = "reset",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<StepEvent, string> StepTexts = new Dictionary<StepEvent, string>
    {
        [StepEvent.Enqueue] = "enqueue",
        [StepEvent.Start] = "start",
        [StepEvent.EnqueueForOrchestration] = "enqueue_for_orchestration",
        [StepEvent.EnqueueAsErrorForOrchestration] = "enqueue_as_error_for_orchestration",
        [StepEvent.Complete] = "complete",
        [StepEvent.Fail] = "fail",
        [StepEvent.Cancel] = "cancel",
        [StepEvent.ResolveManually] = "resolve_manually",
        [StepEvent.CompleteManually] = "complete_manually",
        [StepEvent.ResetForRetry] = "reset_for_retry",
        [StepEvent.Retry] = "retry",
        [StepEvent.WaitForRetry] = "wait_for_retry",
        [StepEvent.StopWithBatch] = "stop_with_batch",
        [StepEvent.RestartWithBatch] = "restart_with_batch",
        [StepEvent.SetAside] = "set_aside",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, TaskEvent> Tasks = TaskTexts.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, StepEvent> Steps = StepTexts.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>The stored text of a task event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number names no event.</exception>
    public static string Text(this TaskEvent taskEvent) =>
        TaskTexts.TryGetValue(taskEvent, out var text) ? text : throw new ArgumentOutOfRangeException(nameof(taskEvent), taskEvent, "not a task event");

    /// <summary>The stored text of a step event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number names no event.</exception>
    public static string Text(this StepEvent stepEvent) =>
        StepTexts.TryGetValue(stepEvent, out var text) ? text : throw new ArgumentOutOfRangeException(nameof(stepEvent), stepEvent, "not a step event");

    /// <summary>Finds a task event by its stored text; false when there is none.</summary>
    public static bool TryParseTask(string text, out TaskEvent taskEvent) => Tasks.TryGetValue(text, out taskEvent);

    /// <summary>Finds a step event by its stored text; false when there is none.</summary>
    public static bool TryParseStep(string text, out StepEvent stepEvent) => Steps.TryGetValue(text, out stepEvent);
}
