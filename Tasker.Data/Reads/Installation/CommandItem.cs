using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>What a person asked for and what came of it.</summary>
/// <param name="CommandId">The command; sorts by time.</param>
/// <param name="Kind">What, such as <c>step.retry</c>.</param>
/// <param name="TaskId">On which task.</param>
/// <param name="StepNo">On which step.</param>
/// <param name="Args">Parameters as JSON, at most 4,000 characters.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="Outcome">applied, conflict or refused.</param>
/// <param name="OutcomeDetail">In words.</param>
public sealed record CommandItem(
    Guid CommandId, string Kind, TaskId? TaskId, int? StepNo, string? Args, string Actor, string? Reason, DateTimeOffset RequestedAt,
    string Outcome, string? OutcomeDetail);
