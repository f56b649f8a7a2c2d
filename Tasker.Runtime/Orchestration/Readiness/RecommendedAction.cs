namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>What an operator, or the engine, should do next with a task.</summary>
public enum RecommendedAction
{
    /// <summary>Look at the failed steps.</summary>
    HandleFailures,

    /// <summary>Start the ready steps.</summary>
    ExecuteReadySteps,

    /// <summary>Wait for what is running.</summary>
    WaitForCompletion,

    /// <summary>Close the task.</summary>
    FinalizeTask,

    /// <summary>Wait for parents or for a back-off.</summary>
    WaitForDependencies,
}
