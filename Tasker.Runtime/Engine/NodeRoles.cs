namespace Tasker.Runtime.Engine;

/// <summary>What a process does.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Console and API.</summary>
    Web = 1,

    /// <summary>Creates tasks, advances them, recovers.</summary>
    Orchestrator = 2,

    /// <summary>Executes steps.</summary>
    Worker = 4,

    /// <summary>All of it.</summary>
    All = Web | Orchestrator | Worker,
}
