using System.Text.Json;
using Tasker.Data.DeadLetters;

namespace Tasker.Web.Api.Bodies;

/// <summary>A dead letter (R§9.1). Snapshot and metadata come with a single entry only.</summary>
internal sealed record DeadLetterBody(
    Guid DlqEntryUuid, Guid TaskUuid, string Namespace, string TaskName, string Version, string OriginalState, string TaskStatus, string DlqReason,
    DateTimeOffset DlqTimestamp, string ResolutionStatus, DateTimeOffset? ResolutionTimestamp, string? ResolutionNotes, string? ResolvedBy,
    JsonElement Cause, double MinutesInDlq, double? PriorityScore, JsonElement? TaskSnapshot = null, JsonElement? Metadata = null)
{
    public static DeadLetterBody Of(DeadLetterItem i) => new(
        i.EntryId, i.TaskId.Value, i.Namespace, i.Template, i.Version, i.OriginalState, i.TaskState, i.Reason, i.EnteredAt, i.Resolution, i.ResolvedAt,
        i.Notes, i.ResolvedBy, JsonElement.Parse(i.Cause), Math.Round(i.Minutes, 2),
        i.Resolution == DeadLetterResolutions.Pending ? Math.Round(i.PriorityScore, 2) : null);

    public static DeadLetterBody Of(DeadLetterEntry e) =>
        Of(e.Item) with { TaskSnapshot = PayloadJson.Of(e.Snapshot), Metadata = PayloadJson.Of(e.Metadata) };
}

/// <summary>A page of dead letters.</summary>
internal sealed record DeadLetterPageBody(IReadOnlyList<DeadLetterBody> Entries, PaginationBody Pagination);

/// <summary>The dead letters of one reason (R§1.6, v_dlq_dashboard).</summary>
internal sealed record DeadLetterReasonBody(
    string DlqReason, long TotalEntries, long Pending, long ManuallyResolved, long PermanentFailures, long Cancelled, DateTimeOffset? OldestEntry,
    DateTimeOffset? NewestEntry, double? AvgResolutionTimeMinutes)
{
    public static DeadLetterReasonBody Of(DeadLetterReasonRow r) => new(
        r.Reason, r.Total, r.Pending, r.ManuallyResolved, r.PermanentFailures, r.Cancelled, r.Oldest, r.Newest, r.AverageResolutionMinutes);
}

/// <summary>All reasons.</summary>
internal sealed record DeadLetterStatsBody(IReadOnlyList<DeadLetterReasonBody> Reasons);

/// <summary>A task that somebody wants looked at.</summary>
internal sealed record EnterDeadLetterBody
{
    public string? TaskUuid { get; init; }

    public string? Reason { get; init; }

    public string? EnteredBy { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>What is decided about an entry; without a status, notes are kept and it stays pending.</summary>
internal sealed record ResolveDeadLetterBody
{
    public string? ResolutionStatus { get; init; }

    public string? ResolutionNotes { get; init; }

    public string? ResolvedBy { get; init; }

    public string? ExpectedStatus { get; init; }

    public JsonElement? Metadata { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>Why a task is to run again.</summary>
internal sealed record RequeueDeadLetterBody
{
    public string? Reason { get; init; }

    public string? RequeuedBy { get; init; }

    public string? IdempotencyKey { get; init; }
}

/// <summary>Which pending entries are closed at once: named ones, or those of a filter.</summary>
internal sealed record CloseDeadLettersBody
{
    public IReadOnlyList<Guid>? EntryUuids { get; init; }

    public DeadLetterFilterBody? Filter { get; init; }

    public string? ResolutionStatus { get; init; }

    public string? ResolutionNotes { get; init; }

    public string? ResolvedBy { get; init; }
}

/// <summary>Which entries.</summary>
internal sealed record DeadLetterFilterBody
{
    public string? Reason { get; init; }

    public string? Namespace { get; init; }

    public string? TaskName { get; init; }

    public string? TaskStatus { get; init; }

    public DateTimeOffset? EnteredBefore { get; init; }
}

/// <summary>What came of closing many.</summary>
internal sealed record ClosedDeadLettersBody(int Closed, int Skipped, bool More);
