namespace Tasker.Data.Workflow;

/// <summary>One start of one process. Its lease covers all attempts that name the node.</summary>
public sealed class NodeRow
{
    /// <summary>Key; given anew at every process start, so a restarted process never owns what its predecessor left.</summary>
    public int NodeId { get; set; }

    /// <summary>UUIDv7 of the process start.</summary>
    public Guid Instance { get; set; }

    /// <summary>Machine.</summary>
    public required string Host { get; set; }

    /// <summary>Process id.</summary>
    public int Pid { get; set; }

    /// <summary>Roles, comma separated: web, orchestrator, worker.</summary>
    public required string Roles { get; set; }

    /// <summary>Namespaces served, JSON array; null means all.</summary>
    public string? Namespaces { get; set; }

    /// <summary>Start.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Last heartbeat.</summary>
    public DateTimeOffset RenewedAt { get; set; }

    /// <summary>End of the lease, database time. After it, others take the node's attempts.</summary>
    public DateTimeOffset LeaseUntil { get; set; }

    /// <summary>Set when the node said goodbye or was reaped.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>Last reported figures, JSON.</summary>
    public string? Stats { get; set; }

    /// <summary>How a person wants the node to find work (<c>hybrid</c>, …); null: as its own settings say.</summary>
    public string? WakeUp { get; set; }
}
