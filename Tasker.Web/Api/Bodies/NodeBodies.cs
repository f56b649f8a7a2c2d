using System.Text.Json;
using Tasker.Data.Reads;

namespace Tasker.Web.Api.Bodies;

/// <summary>A process of the installation.</summary>
internal sealed record WorkerBody(
    int NodeId, string Host, int Pid, IReadOnlyList<string> Roles, IReadOnlyList<string>? Namespaces, bool IsLive, DateTimeOffset StartedAt,
    DateTimeOffset RenewedAt, double LeaseLeftSeconds, DateTimeOffset? StoppedAt, JsonElement? Figures)
{
    public static WorkerBody Of(NodeItem n) => new(
        n.NodeId, n.Host, n.Pid, n.Roles, n.Namespaces, n.IsLive, n.StartedAt, n.RenewedAt, n.LeaseLeft.TotalSeconds, n.StoppedAt,
        n.StatsJson is null ? null : JsonElement.Parse(n.StatsJson));
}

/// <summary>All processes, live ones first.</summary>
internal sealed record WorkerListBody(IReadOnlyList<WorkerBody> Workers);

/// <summary>A queue.</summary>
internal sealed record QueueBody(string Name, string? Namespace, int Depth, int Hidden, bool IsExact, double? OldestSeconds, int Tier, double? InPerSecond, double? OutPerSecond)
{
    public static QueueBody Of(QueueItem q) => new(q.Name, q.Namespace, q.Depth, q.Hidden, q.IsExact, q.Oldest?.TotalSeconds, q.Tier, q.InPerSecond, q.OutPerSecond);
}

/// <summary>All queues.</summary>
internal sealed record QueueListBody(IReadOnlyList<QueueBody> Queues);
