using Tasker.Data.Workflow;

namespace Tasker.Data.Live;

/// <summary>How much of everything there was at one snapshot of the database.</summary>
/// <param name="Tasks">Tasks by template version and state; only what occurs.</param>
/// <param name="LiveSteps">Steps of unfinished tasks by state, for the states from enqueued to waiting_for_retry; only what occurs.</param>
/// <param name="At">Database time.</param>
public sealed record WorkTotals(
    IReadOnlyDictionary<(int TemplateId, TaskState State), long> Tasks, IReadOnlyDictionary<StepState, long> LiveSteps, DateTimeOffset At);
