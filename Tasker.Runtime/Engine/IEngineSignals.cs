using Tasker.Data.Workflow;

namespace Tasker.Runtime.Engine;

/// <summary>What an operation tells the engine after its commit, so that nobody waits for a poll.</summary>
public interface IEngineSignals
{
    /// <summary>Messages were put into the queues of these templates' namespaces.</summary>
    void WorkQueued(IReadOnlyCollection<int> templateIds);

    /// <summary>These attempts were running and are no longer wanted.</summary>
    void Cancelled(IReadOnlyCollection<(StepId StepId, short Attempt, int Node)> running);

    /// <summary>Something was committed that viewers want to see.</summary>
    void Changed();
}
