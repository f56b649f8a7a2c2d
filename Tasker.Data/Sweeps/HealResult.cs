using Tasker.Data.Flow;

namespace Tasker.Data.Sweeps;

/// <summary>What was healed in one commit.</summary>
/// <param name="Parents">Steps whose count of unfinished parents was put right.</param>
/// <param name="Messages">Queued steps that got a new message.</param>
/// <param name="Results">Handed-over steps whose result was sent again.</param>
/// <param name="Settled">What followed for the tasks.</param>
public sealed record HealResult(int Parents, int Messages, int Results, FlowResult Settled)
{
    /// <summary>Templates whose queues got messages again.</summary>
    public HashSet<int> ResentTemplates { get; init; } = [];
}

/// <summary>What a walk over a part of a queue did.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Last">Where to go on; null at the end.</param>
/// <param name="Archived">Messages without a queued step, archived.</param>
/// <param name="Freed">Messages that were still put aside although nothing is paused any more.</param>
public sealed record QueueSweep(string Queue, long? Last, int Archived, int Freed);
