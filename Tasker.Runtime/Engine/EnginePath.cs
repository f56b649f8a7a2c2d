namespace Tasker.Runtime.Engine;

/// <summary>How a step's result reaches the orchestrator.</summary>
public enum EnginePath
{
    /// <summary>In the same process and the same commit.</summary>
    Local,

    /// <summary>By the queue of results.</summary>
    Distributed,
}
