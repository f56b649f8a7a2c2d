namespace Tasker.Data.Workflow;

/// <summary>
/// History, append-only. A row holds all moves that one entity made in one commit as a path of states, one byte each
/// (<c>\x030407</c>: in_progress, enqueued_for_orchestration, complete): every transition is there, for a quarter of the WAL of a
/// row each. It may carry what else its commit did in the same task: the task's own move and the successors that it queued or claimed.
/// The view <c>moves</c> shows a row per entity, the views <c>task_transitions</c> and <c>step_transitions</c> show one row per move. A step's first move, to pending,
/// is its row's <c>created_at</c>.
/// </summary>
public sealed class TransitionRow
{
    /// <summary>Order of the history; rises with the commit order of each entity.</summary>
    public long Seq { get; set; }

    /// <summary>The transaction that wrote it (xid8), by which a reader knows that no earlier row can still appear.</summary>
    public ulong Xid { get; set; }

    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The step, or null for a move of the task itself.</summary>
    public int? StepNo { get; set; }

    /// <summary>Database time, taken after the task's lock was held.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>States passed through, first the one left; a 0 in front says that the entity was made here.</summary>
    public required byte[] Path { get; set; }

    /// <summary>The attempt that began or ended, when one did.</summary>
    public short? Attempt { get; set; }

    /// <summary>The node that did it; null for an operator's act outside a node.</summary>
    public int? NodeId { get; set; }

    /// <summary>How long the handler ran, in microseconds, on rows that end an attempt.</summary>
    public int? ElapsedUs { get; set; }

    /// <summary>Operator, as <c>user:name</c>; null when the engine did it.</summary>
    public string? Actor { get; set; }

    /// <summary>Failure, reason or command, JSON.</summary>
    public string? Detail { get; set; }

    /// <summary>On a step's row: the task's own path in the same commit.</summary>
    public byte[]? TaskPath { get; set; }

    /// <summary>Steps that went from pending to enqueued in the same commit.</summary>
    public int[]? Queued { get; set; }

    /// <summary>Steps that went from pending to in_progress in the same commit, on their first attempt, leased to <see cref="NodeId"/>.</summary>
    public int[]? Claimed { get; set; }
}
