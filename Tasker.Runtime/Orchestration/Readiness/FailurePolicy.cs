namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>What a task does after one of its steps failed for good.</summary>
public enum FailurePolicy
{
    /// <summary>Branches that do not need the failed step run to their end first. The default.</summary>
    FinishBranches,

    /// <summary>Running attempts end, nothing new starts and nothing is repeated.</summary>
    StopAtFirstFailure,
}
