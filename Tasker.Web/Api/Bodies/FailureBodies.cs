using Tasker.Data.Failures;

namespace Tasker.Web.Api.Bodies;

/// <summary>A failure cluster.</summary>
internal sealed record FailureBody(
    int FailureId, string Fingerprint, string Namespace, string Template, string Step, string? ErrorType, string? Message, Guid SampleTaskUuid, Guid SampleStepUuid,
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Total, int Open, int Reopened, string Status, string? StatusBy, string? StatusReason,
    DateTimeOffset? StatusAt, DateTimeOffset? StatusUntil)
{
    public static FailureBody Of(FailureCluster k) => new(
        k.Id, k.Fingerprint, k.Namespace, k.Template, k.Step, k.ErrorType, k.Message, k.SampleStep.Task.Value, k.SampleStep.Value, k.FirstSeen, k.LastSeen, k.Total,
        k.Open, k.Reopened, k.Status, k.StatusBy, k.StatusReason, k.StatusAt, k.StatusUntil);
}

/// <summary>A page of failure clusters, the one that failed last first.</summary>
internal sealed record FailurePageBody(IReadOnlyList<FailureBody> Failures, PaginationBody Pagination);

/// <summary>A step that failed in the way of a cluster.</summary>
internal sealed record FailureStepBody(
    Guid TaskUuid, Guid StepUuid, string? State, string? TaskState, int Attempt, int Times, DateTimeOffset FailedAt, bool IsOpen)
{
    public static FailureStepBody Of(AffectedStep s) =>
        new(s.StepId.Task.Value, s.StepId.Value, s.State, s.TaskState, s.Attempt, s.Times, s.FailedAt, s.IsOpen);
}

/// <summary>Steps of a cluster; the step for the next page's <c>after</c>, null on the last page.</summary>
internal sealed record FailureStepPageBody(IReadOnlyList<FailureStepBody> Steps, Guid? Next);

/// <summary>How a cluster stands, why, and who says so.</summary>
internal sealed record FailureStatusBody
{
    public string? Status { get; init; }

    public string? ExpectedStatus { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Reason { get; init; }

    public string? ChangedBy { get; init; }

    public string? IdempotencyKey { get; init; }
}
