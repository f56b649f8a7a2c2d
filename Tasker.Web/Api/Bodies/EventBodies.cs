using System.Text.Json;

namespace Tasker.Web.Api.Bodies;

/// <summary>Published events in their order; ask again with <c>after</c> set to <c>next</c>.</summary>
internal sealed record EventPageBody(IReadOnlyList<JsonElement> Events, long Next);

/// <summary>Which events are sent once more, why, and by whom.</summary>
internal sealed record EventReplayBody
{
    public long? From { get; init; }

    public long? To { get; init; }

    public string? Name { get; init; }

    public string? Reason { get; init; }

    public string? ReplayedBy { get; init; }

    public string? IdempotencyKey { get; init; }
}
