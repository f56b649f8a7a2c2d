using System.Text.Json;
using Tasker.Data.Reads;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Api.Bodies;

/// <summary>A task with its counters. Payloads and their derivations are missing in lists.</summary>
internal sealed record TaskBody
{
    public required Guid TaskUuid { get; init; }

    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required string Version { get; init; }

    public required string Status { get; init; }

    public required int Priority { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? Initiator { get; init; }

    public string? SourceSystem { get; init; }

    public required Guid CorrelationId { get; init; }

    public required int TotalSteps { get; init; }

    public required int CompletedSteps { get; init; }

    public required int FailedSteps { get; init; }

    public required int ActiveSteps { get; init; }

    public required int WaitingSteps { get; init; }

    public DateTimeOffset? RequestedAt { get; init; }

    public Guid? ParentCorrelationId { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public JsonElement? Context { get; init; }

    public JsonElement? Options { get; init; }

    public int? PendingSteps { get; init; }

    public int? InProgressSteps { get; init; }

    public int? ReadySteps { get; init; }

    public int? CancelledSteps { get; init; }

    public string? ExecutionStatus { get; init; }

    public string? RecommendedAction { get; init; }

    public decimal? CompletionPercentage { get; init; }

    public string? HealthStatus { get; init; }

    public IReadOnlyList<PauseBody>? Pauses { get; init; }

    public Guid? RerunOf { get; init; }

    public IReadOnlyList<Guid>? Reruns { get; init; }

    public static TaskBody Of(TaskListItem task) => new()
    {
        TaskUuid = task.TaskId.Value,
        Name = task.Template,
        Namespace = task.Namespace,
        Version = task.Version,
        Status = task.State,
        Priority = task.Priority,
        CreatedAt = task.CreatedAt,
        UpdatedAt = task.ChangedAt,
        CompletedAt = task.CompletedAt,
        Initiator = task.Initiator,
        SourceSystem = task.SourceSystem,
        CorrelationId = task.CorrelationId,
        TotalSteps = task.StepsTotal,
        CompletedSteps = task.StepsDone,
        FailedSteps = task.StepsFailed,
        ActiveSteps = task.StepsActive,
        WaitingSteps = task.StepsWaiting,
    };

    public static TaskBody Of(TaskDetail task) => Of(task.Header.Summary) with
    {
        RequestedAt = task.Header.RequestedAt,
        ParentCorrelationId = task.Header.ParentCorrelationId,
        Reason = task.Header.Reason,
        Tags = task.Header.Tags,
        Context = PayloadJson.Of(task.Header.Context),
        Options = PayloadJson.Of(task.Header.Options),
        TotalSteps = task.Counts.Total,
        CompletedSteps = task.Counts.Completed,
        FailedSteps = task.Counts.Failed,
        PendingSteps = task.Counts.Pending,
        InProgressSteps = task.Counts.InProgress,
        ReadySteps = task.Counts.Ready,
        CancelledSteps = task.Counts.Cancelled,
        ExecutionStatus = task.ExecutionStatus,
        RecommendedAction = task.RecommendedAction,
        CompletionPercentage = task.CompletionPercentage,
        HealthStatus = task.HealthStatus,
        Pauses = [.. task.Pauses.Select(PauseBody.Of)],
        RerunOf = task.RerunOf?.Value,
        Reruns = [.. task.Reruns.Select(t => t.Value)],
    };
}
