using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>The projection at one moment. Immutable.</summary>
/// <param name="Tasks">Tasks by template version and state; only what occurs.</param>
/// <param name="LiveSteps">Steps by state, from enqueued to waiting_for_retry; only what occurs.</param>
/// <param name="TransitionsPerSecond">Moves per second over the last ten seconds.</param>
/// <param name="At">Process time of the last change.</param>
public sealed record LiveTotals(
    IReadOnlyDictionary<(int TemplateId, TaskState State), long> Tasks, IReadOnlyDictionary<StepState, long> LiveSteps,
    double TransitionsPerSecond, DateTimeOffset At);
