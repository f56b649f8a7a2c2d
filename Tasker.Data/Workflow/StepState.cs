namespace Tasker.Data.Workflow;

/// <summary>
/// The ten states of a step. The numbers are stored in <c>steps.state</c> and in <c>transitions.path</c> and never change;
/// the stable text of each is in <see cref="StateNames"/>.
/// </summary>
public enum StepState : short
{
    /// <summary>Not yet sent to a worker.</summary>
    Pending = 1,

    /// <summary>A queue message exists: nobody has the step yet.</summary>
    Enqueued = 2,

    /// <summary>A node holds a lease on this attempt.</summary>
    InProgress = 3,

    /// <summary>A success is stored and waits for the orchestrator.</summary>
    EnqueuedForOrchestration = 4,

    /// <summary>A failure is stored and waits for the orchestrator.</summary>
    EnqueuedAsErrorForOrchestration = 5,

    /// <summary>The orchestrator decided to retry; the back-off runs.</summary>
    WaitingForRetry = 6,

    /// <summary>The success was accepted. Terminal; lets children start.</summary>
    Complete = 7,

    /// <summary>Failed for good, or out of attempts. An operator may reset or resolve it.</summary>
    Error = 8,

    /// <summary>Cancelled with its task, for good; or stopped with its batch (<c>fail_fast</c>), until the worker that failed is mended.</summary>
    Cancelled = 9,

    /// <summary>Closed by an operator. Terminal; lets children start.</summary>
    ResolvedManually = 10,
}
