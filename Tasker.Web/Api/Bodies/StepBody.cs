using System.Text.Json;
using Tasker.Data.Reads;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Api.Bodies;

/// <summary>A step. Results and readiness are missing in lists.</summary>
internal sealed record StepBody
{
    public required Guid StepUuid { get; init; }

    public required Guid TaskUuid { get; init; }

    public required string Name { get; init; }

    public required string CurrentState { get; init; }

    public required string Handler { get; init; }

    public required int Attempts { get; init; }

    public required int MaxAttempts { get; init; }

    public required bool Retryable { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset? LastAttemptedAt { get; init; }

    public DateTimeOffset? NextRetryAt { get; init; }

    public string? LastFailure { get; init; }

    public required int TotalParents { get; init; }

    public required int CompletedParents { get; init; }

    public bool? DependenciesSatisfied { get; init; }

    public bool? RetryEligible { get; init; }

    public bool? ReadyForExecution { get; init; }

    public JsonElement? Results { get; init; }

    public JsonElement? Failure { get; init; }

    public JsonElement? Inputs { get; init; }

    public IReadOnlyList<ReplacedPayloadBody>? Replaced { get; init; }

    public static StepBody Of(StepListItem step) => new()
    {
        StepUuid = step.StepId.Value,
        TaskUuid = step.StepId.Task.Value,
        Name = step.Name,
        CurrentState = step.State,
        Handler = step.Callable,
        Attempts = step.Attempts,
        MaxAttempts = step.MaxAttempts,
        Retryable = step.Retryable,
        CreatedAt = step.CreatedAt,
        UpdatedAt = step.ChangedAt,
        CompletedAt = step.State is "complete" or "resolved_manually" ? step.ChangedAt : null,
        LastAttemptedAt = step.StartedAt,
        NextRetryAt = step.RetryAt,
        LastFailure = step.FailureMessage,
        TotalParents = step.Parents.Count,
        CompletedParents = Math.Max(0, step.Parents.Count - step.Waits),
    };

    public static StepBody Of(StepDetail detail) => Of(detail.Step) with
    {
        DependenciesSatisfied = detail.DependenciesSatisfied,
        RetryEligible = detail.RetryEligible,
        ReadyForExecution = detail.ReadyForExecution,
        Results = PayloadJson.Of(detail.Payloads.Result),
        Failure = PayloadJson.Of(detail.Payloads.Failure),
        Inputs = PayloadJson.Of(detail.Payloads.Inputs),
        Replaced = [.. detail.Replaced.Select(ReplacedPayloadBody.Of)],
    };
}
