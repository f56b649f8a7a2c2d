using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>An attempt that this node now holds: it is in progress, leased and in the history.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="StepNo">The step.</param>
/// <param name="TemplateId">The task's template version.</param>
/// <param name="TemplateStepNo">The template step that it instantiates.</param>
/// <param name="Attempt">This attempt's number: with the node, the fence of its result.</param>
/// <param name="Forgiven">Earlier attempts that do not count against the limit.</param>
/// <param name="MaxAttempts">The limit.</param>
/// <param name="Retryable">False: a failure is final.</param>
/// <param name="Inputs">Own inputs, JSON.</param>
/// <param name="Checkpoint">Checkpoint of an earlier attempt, JSON.</param>
/// <param name="Context">The task's context when the claim brought it; null when the node made or advanced the task itself and has it.</param>
/// <param name="CorrelationId">Correlation id, with <paramref name="Context"/>.</param>
/// <param name="Resets">How often finished steps of the task were sent back, with <paramref name="Context"/>.</param>
public sealed record ClaimedStep(
    TaskId TaskId, int StepNo, int TemplateId, int TemplateStepNo, short Attempt, short Forgiven, short MaxAttempts, bool Retryable,
    string? Inputs, string? Checkpoint, string? Context, Guid? CorrelationId, int Resets = 0);
