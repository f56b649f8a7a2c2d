using Tasker.Data.Workflow;

namespace Tasker.Data.Live;

/// <summary>A committed row of the history, as the live reader sees it.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="TaskId">The task.</param>
/// <param name="StepNo">The step; null for the task itself.</param>
/// <param name="TemplateId">The task's template version; null when the task is gone.</param>
/// <param name="Path">States passed through, see <see cref="TransitionRow.Path"/>.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="At">Database time.</param>
/// <param name="Actor">The operator.</param>
public sealed record TransitionLogRow(
    long Seq, TaskId TaskId, int? StepNo, int? TemplateId, ReadOnlyMemory<byte> Path, short? Attempt, DateTimeOffset At, string? Actor);
