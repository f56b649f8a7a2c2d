namespace Tasker.Data.Reads;

/// <summary>One start of one process.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Instance">Id of the process start.</param>
/// <param name="Host">Machine.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Roles">web, orchestrator, worker.</param>
/// <param name="Namespaces">Namespaces served; null means all.</param>
/// <param name="StartedAt">Start.</param>
/// <param name="RenewedAt">Last heartbeat.</param>
/// <param name="LeaseLeft">How long its lease still runs by the database's clock; negative when it ran out.</param>
/// <param name="StoppedAt">When it said goodbye or was reaped; null while it lives.</param>
/// <param name="StatsJson">The figures that it reported last, JSON.</param>
public sealed record NodeItem(
    int NodeId, Guid Instance, string Host, int Pid, IReadOnlyList<string> Roles, IReadOnlyList<string>? Namespaces, DateTimeOffset StartedAt,
    DateTimeOffset RenewedAt, TimeSpan LeaseLeft, DateTimeOffset? StoppedAt, string? StatsJson)
{
    /// <summary>True while the node has not stopped and its lease runs.</summary>
    public bool IsLive => StoppedAt is null && LeaseLeft > TimeSpan.Zero;
}
