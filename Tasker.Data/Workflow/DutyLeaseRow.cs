namespace Tasker.Data.Workflow;

/// <summary>A duty that one node at a time should do (sweeps, retention). The term rises with every change of holder.</summary>
public sealed class DutyLeaseRow
{
    /// <summary>The duty's name.</summary>
    public required string Name { get; set; }

    /// <summary>Fence of the holder.</summary>
    public long Term { get; set; }

    /// <summary>The holder.</summary>
    public int NodeId { get; set; }

    /// <summary>End of the lease, database time.</summary>
    public DateTimeOffset LeaseUntil { get; set; }
}
