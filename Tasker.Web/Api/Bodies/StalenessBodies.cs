using Tasker.Data.Staleness;
using Tasker.Runtime.DeadLetters;

namespace Tasker.Web.Api.Bodies;

/// <summary>How near an open task is to its limits (R§1.6, v_task_staleness_monitoring). Lengths of time in minutes.</summary>
internal sealed record StalenessBody(
    Guid TaskUuid, string NamespaceName, string TaskName, string Version, string CurrentState, short Priority, double TimeInStateMinutes,
    double StalenessThresholdMinutes, string ThresholdSource, double TaskAgeMinutes, double MaxDurationMinutes, string MaxDurationSource, double UsedShare,
    string HealthStatus)
{
    public static StalenessBody Of(StalenessItem i, DateTimeOffset now) => new(
        i.TaskId.Value, i.Namespace, i.Template, i.Version, i.State, i.Priority, Minutes(now - i.Since), i.StateLimit.TotalMinutes, i.StateLimitOf,
        Minutes(now - i.Born), i.LifeLimit.TotalMinutes, i.LifeLimitOf, Math.Round(i.Share, 3), i.Health);

    private static double Minutes(TimeSpan span) => Math.Round(span.TotalMinutes, 2);
}

/// <summary>A page of open tasks, oldest first.</summary>
internal sealed record StalenessPageBody(IReadOnlyList<StalenessBody> Tasks, string? NextCursor, int? SearchedTasks);

/// <summary>What would be done with a task.</summary>
internal sealed record PlannedActBody(Guid TaskUuid, string DlqReason, string Action)
{
    public static PlannedActBody Of(PlannedAct act) => new(act.TaskId.Value, act.Reason, StalenessActions.Would(act));
}

/// <summary>What the next run of the detector would do, as far as it was looked: <c>Complete</c> says whether that is everything.</summary>
internal sealed record StalenessPreviewBody(IReadOnlyList<PlannedActBody> Actions, int StaleTasks, int SearchedTasks, bool Complete);
