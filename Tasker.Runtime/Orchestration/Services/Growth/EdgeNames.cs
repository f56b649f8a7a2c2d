namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>The stored names of dependencies made at run time.</summary>
internal static class EdgeNames
{
    /// <summary>From a decision to a step that it released without being its parent in the template.</summary>
    public const string Decision = "decision";

    /// <summary>From a batchable step to a worker.</summary>
    public const string BatchDependency = "batch_dependency";

    /// <summary>From a worker to what joins the workers.</summary>
    public const string WorkerToConvergence = "worker_to_convergence";

    /// <summary>From another parent of the worker's template to a worker.</summary>
    public const string Provides = "provides";
}
