using System.Text.Json;
using Tasker.Data.Queue;

namespace Tasker.Web.Api.Bodies;

/// <summary>A message that was put aside.</summary>
internal sealed record ArchivedMessageBody(
    long MsgId, string? Reason, int Reads, DateTimeOffset EnqueuedAt, DateTimeOffset ArchivedAt, JsonElement? Message, JsonElement? Headers)
{
    public static ArchivedMessageBody Of(ArchivedMessage m) => new(
        m.Id, m.Reason, m.Reads, m.SentAt, m.ArchivedAt, m.Body is null ? null : JsonElement.Parse(m.Body), m.Headers is null ? null : JsonElement.Parse(m.Headers));
}

/// <summary>Messages that were put aside, newest first; the id for the next page's <c>below</c>, null on the last page.</summary>
internal sealed record ArchivePageBody(IReadOnlyList<ArchivedMessageBody> Messages, long? Next);

/// <summary>Why a message is put back, and by whom.</summary>
internal sealed record ReplayBody
{
    public string? Reason { get; init; }

    public string? ReplayedBy { get; init; }
}

/// <summary>What came of it.</summary>
internal sealed record ReplayedBody(string State);
