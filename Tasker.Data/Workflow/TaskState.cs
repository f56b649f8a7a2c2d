namespace Tasker.Data.Workflow;

/// <summary>
/// The twelve states of a task. The numbers are stored in <c>tasks.state</c> and in <c>transitions.path</c> and never change;
/// the stable text of each is in <see cref="StateNames"/>.
/// </summary>
public enum TaskState : short
{
    /// <summary>The row exists, nothing was done yet.</summary>
    Pending = 1,

    /// <summary>The first steps are being found.</summary>
    Initializing = 2,

    /// <summary>Ready steps are being put into their queues.</summary>
    EnqueuingSteps = 3,

    /// <summary>At least one step is queued or running.</summary>
    StepsInProcess = 4,

    /// <summary>A result came in and the next move is being decided.</summary>
    EvaluatingResults = 5,

    /// <summary>Nothing is ready and nothing runs, but the task is not finished.</summary>
    WaitingForDependencies = 6,

    /// <summary>Only steps that wait for their back-off are left to do.</summary>
    WaitingForRetry = 7,

    /// <summary>A step failed for good and nothing else can run; a person is needed.</summary>
    BlockedByFailures = 8,

    /// <summary>Every step ended well. Terminal.</summary>
    Complete = 9,

    /// <summary>The task failed. Terminal, but an operator may reset it.</summary>
    Error = 10,

    /// <summary>Cancelled by an operator or through the API. Terminal.</summary>
    Cancelled = 11,

    /// <summary>Closed by an operator. Terminal.</summary>
    ResolvedManually = 12,
}
