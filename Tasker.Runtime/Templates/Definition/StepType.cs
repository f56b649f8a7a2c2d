namespace Tasker.Runtime.Templates;

/// <summary>The part that a step plays in its task.</summary>
public enum StepType
{
    /// <summary>Created with the task; runs once all its dependencies are complete.</summary>
    Standard,

    /// <summary>Decides at run time which of the steps that depend on it are created.</summary>
    Decision,

    /// <summary>Joins branches: waits for those of its dependencies that were really created.</summary>
    DeferredConvergence,

    /// <summary>Looks at a set of data and cuts it into batches.</summary>
    Batchable,

    /// <summary>The pattern for the workers of a batchable step; as many copies are created as there are batches.</summary>
    BatchWorker,
}
