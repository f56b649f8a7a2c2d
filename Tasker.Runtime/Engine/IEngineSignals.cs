using Tasker.Data.Workflow;

namespace Tasker.Runtime.Engine;

/// <summary>
/// How an act that was committed elsewhere reaches the engine of this process at once. A lost signal costs time, never work: the
/// poller finds the same.
/// </summary>
public interface IEngineSignals
{
    /// <summary>Messages were put into the queues of these templates' namespaces.</summary>
    void WorkQueued(IReadOnlyCollection<int> templateIds);

    /// <summary>
    /// These attempts were ended by a person while their handlers ran. Whoever is one of the nodes cancels its handlers; their
    /// results are refused by the database in any case.
    /// </summary>
    void Cancelled(IReadOnlyCollection<(StepId StepId, short Attempt, int Node)> running);

    /// <summary>
    /// An act on this task may have ended more attempts than it was about, such as the other workers of a batch: this node asks at once which
    /// of the task's attempts are still its own.
    /// </summary>
    void Doubted(TaskId task);

    /// <summary>Something was set free, or a node's orders changed: every node looks at the database now and not at its next poll.</summary>
    void LookAgain();

    /// <summary>Something that pages show has changed.</summary>
    void Changed();
}
