using Tasker.Data.Pauses;

namespace Tasker.Web.Api.Bodies;

/// <summary>What a person wants paused: the scope and what belongs to it.</summary>
internal sealed record PauseRequestBody
{
    public string? Scope { get; init; }

    public string? TaskUuid { get; init; }

    public string? Namespace { get; init; }

    public string? Template { get; init; }

    public string? Version { get; init; }

    public string? Queue { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? PausedBy { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>A pause in force.</summary>
internal sealed record PauseBody(
    Guid PauseUuid, string Scope, Guid? TaskUuid, string? Namespace, string? Template, string? Version, string? Queue, string PausedBy, string Reason,
    DateTimeOffset PausedAt, DateTimeOffset? Until)
{
    public static PauseBody Of(PauseItem p) => new(
        p.PauseId, p.Target.Scope.ToString().ToLowerInvariant(), p.Target.TaskId?.Value, p.Target.Namespace, p.Target.Template, p.Target.Version,
        p.Target.Queue, p.PausedBy, p.Reason, p.PausedAt, p.Until);
}

/// <summary>All pauses in force, the last first.</summary>
internal sealed record PauseListBody(IReadOnlyList<PauseBody> Pauses);

/// <summary>A task's new priority.</summary>
internal sealed record PriorityBody
{
    public int? Priority { get; init; }

    public string? Reason { get; init; }

    public string? ChangedBy { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>How nodes are to find work.</summary>
internal sealed record WakeUpBody
{
    public string? Mode { get; init; }

    public string? Reason { get; init; }

    public string? ChangedBy { get; init; }

    public string? IdempotencyKey { get; init; }
}
