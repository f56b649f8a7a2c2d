namespace Tasker.Data.Checks;

/// <summary>When an invariant must hold.</summary>
public enum CheckPhase
{
    /// <summary>In every snapshot, also while the system works.</summary>
    Always,

    /// <summary>When everything has come to rest: no fault, nothing queued, nothing running.</summary>
    Quiescent,
}
