namespace Tasker.Runtime.Templates;

/// <summary>What a step that failed for good means for the branches beside it.</summary>
public enum FailurePolicy
{
    /// <summary>Steps that do not depend on the failed one still run; the task is judged when nothing is left to do.</summary>
    FinishBranches,

    /// <summary>No further step starts.</summary>
    Stop,
}
