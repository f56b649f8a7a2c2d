using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>Something committed that changed: ids and small facts, never payloads.</summary>
/// <param name="Seq">
/// Number of the event on this feed, rising by one. It is the place to resume from; the numbers of two feeds never overlap.
/// </param>
/// <param name="Kind">What changed.</param>
/// <param name="Row">Number of the history row (<c>transitions.seq</c>); 0 when there is none.</param>
/// <param name="TaskId">The task; default for workers and queues.</param>
/// <param name="StepNo">The step; null for a move of the task itself.</param>
/// <param name="TemplateId">The task's template version; null when the task is gone.</param>
/// <param name="FromState">State left by its stable name; null when the task was made.</param>
/// <param name="ToState">State reached by its stable name; null for workers and queues.</param>
/// <param name="Attempt">The attempt that began or ended.</param>
/// <param name="At">Database time of the move.</param>
/// <param name="Actor">The operator; null when the engine did it.</param>
public sealed record LiveEvent(
    long Seq, LiveEventKind Kind, long Row, TaskId TaskId, int? StepNo, int? TemplateId, string? FromState, string? ToState, int? Attempt,
    DateTimeOffset At, string? Actor);
