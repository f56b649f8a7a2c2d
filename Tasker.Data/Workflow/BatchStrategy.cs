namespace Tasker.Data.Workflow;

/// <summary>What a failed worker means for the others of its batch; the numbers are stored. See <c>docs/batches.md</c>.</summary>
public enum BatchStrategy : short
{
    /// <summary>The others go on; what joins them runs when all have ended, and sees which failed.</summary>
    ContinueOnFailure = 1,

    /// <summary>No worker that has not begun is begun while one is failed.</summary>
    FailFast = 2,

    /// <summary>The failed batch is set aside for a person; what joins the others takes them for the whole.</summary>
    Isolate = 3,
}
