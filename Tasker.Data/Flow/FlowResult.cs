using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>What a flow statement did. Whatever is not in it did not happen: somebody else was first.</summary>
public sealed class FlowResult
{
    /// <summary>Tasks that were created.</summary>
    public HashSet<TaskId> Created { get; } = [];

    /// <summary>Steps whose end was accepted.</summary>
    public HashSet<StepId> Accepted { get; } = [];

    /// <summary>Steps whose task was moved by somebody else at the same moment: nothing was done, and it is worth trying again.</summary>
    public HashSet<StepId> Lost { get; } = [];

    /// <summary>Steps that this node holds now.</summary>
    public List<ClaimedStep> Claimed { get; } = [];

    /// <summary>Templates whose queues got messages.</summary>
    public HashSet<int> QueuedTemplates { get; } = [];

    /// <summary>How many messages were put into queues.</summary>
    public int Queued { get; set; }

    /// <summary>Tasks that moved, with the state where they rest now.</summary>
    public List<(TaskId TaskId, TaskState State)> Tasks { get; } = [];

    /// <summary>Messages taken by a claim, stale ones included.</summary>
    public int Taken { get; set; }

    /// <summary>Messages that a claim put aside, because their task or template is paused.</summary>
    public int Parked { get; set; }

    /// <summary>Tasks that were entered as dead letters, with the reason.</summary>
    public List<(TaskId TaskId, string Reason)> DeadLetters { get; } = [];

    /// <summary>Takes in what another statement did.</summary>
    public void Add(FlowResult other)
    {
        Created.UnionWith(other.Created);
        Accepted.UnionWith(other.Accepted);
        Lost.UnionWith(other.Lost);
        Claimed.AddRange(other.Claimed);
        QueuedTemplates.UnionWith(other.QueuedTemplates);
        Tasks.AddRange(other.Tasks);
        DeadLetters.AddRange(other.DeadLetters);
        Queued += other.Queued;
        Taken += other.Taken;
        Parked += other.Parked;
    }
}
