using Tasker.Data.Pauses;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>A task with its payloads, its counters and what they mean.</summary>
/// <param name="Header">What the rows hold.</param>
/// <param name="Counts">The steps by state.</param>
/// <param name="ExecutionStatus">has_ready_steps, processing, blocked_by_failures, all_complete or waiting_for_dependencies.</param>
/// <param name="RecommendedAction">execute_ready_steps, wait_for_completion, handle_failures, finalize_task or wait_for_dependencies.</param>
/// <param name="CompletionPercentage">0 to 100, two decimals.</param>
/// <param name="HealthStatus">healthy, blocked, recovering or unknown.</param>
public sealed record TaskDetail(
    TaskHeader Header, StepTally Counts, string ExecutionStatus, string RecommendedAction, decimal CompletionPercentage, string HealthStatus)
{
    /// <summary>What keeps its steps from starting at present: pauses of the task, its template, its namespace or its queue.</summary>
    public IReadOnlyList<PauseItem> Pauses { get; init; } = [];

    /// <summary>The task that this one runs again; null when it was requested.</summary>
    public TaskId? RerunOf { get; init; }

    /// <summary>Tasks that run this one again, the newest first; at most 100.</summary>
    public IReadOnlyList<TaskId> Reruns { get; init; } = [];

    /// <summary>The task.</summary>
    public TaskId TaskId => Header.Summary.TaskId;
}
