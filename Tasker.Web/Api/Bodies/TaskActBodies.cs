using System.Text.Json;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;

namespace Tasker.Web.Api.Bodies;

/// <summary>A task to be run again.</summary>
internal sealed record RerunBody
{
    public JsonElement? Context { get; init; }

    public string? Reason { get; init; }

    public string? RerunBy { get; init; }

    public string? ExpectedState { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>One act for many tasks: named ones, or those that a filter finds.</summary>
internal sealed record BulkBody
{
    public string? Action { get; init; }

    public IReadOnlyList<Guid>? TaskUuids { get; init; }

    public BulkFilterBody? Filter { get; init; }

    public int? Limit { get; init; }

    public string? Reason { get; init; }

    public string? ActedBy { get; init; }

    public string? ExpectedState { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>Which tasks; the same words as in the list of tasks.</summary>
internal sealed record BulkFilterBody
{
    public string? Namespace { get; init; }

    public string? Template { get; init; }

    public string? Version { get; init; }

    public IReadOnlyList<string>? Status { get; init; }

    public string? Initiator { get; init; }

    public string? SourceSystem { get; init; }

    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }
}

/// <summary>What came of each task.</summary>
internal sealed record BulkResultBody(
    int Applied, int Conflicts, int Refused, int NotFound, bool More, IReadOnlyList<BulkItemBody> Items);

/// <summary>What came of one task.</summary>
internal sealed record BulkItemBody(
    Guid TaskUuid, string Outcome, string? State, string? Reason, string? By, DateTimeOffset? At, bool? Replayed)
{
    public static BulkItemBody Of(TaskId task, OperatorOutcome outcome) => outcome switch
    {
        OperatorOutcome.Applied a => new(task.Value, "applied", a.State, null, null, null, null),
        OperatorOutcome.Conflict c => new(task.Value, "conflict", c.CurrentState, null, c.By, c.At, null),
        OperatorOutcome.Refused r => new(task.Value, "refused", null, r.Reason, null, null, null),
        OperatorOutcome.NotFound => new(task.Value, "not_found", null, null, null, null, null),
        OperatorOutcome.Replayed again => Of(task, again.First) with { Replayed = true },
        _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
    };
}
