namespace Tasker.Data.Reads;

/// <summary>A queue and how full it is.</summary>
/// <param name="Name">The queue's name, without PGMQ's <c>q_</c>.</param>
/// <param name="Namespace">The namespace whose steps it holds; null for the orchestrator's queues.</param>
/// <param name="Depth">Messages that may be taken, counted up to <see cref="MostCounted"/>.</param>
/// <param name="Hidden">Messages that are not visible yet, counted up to the same bound.</param>
/// <param name="Oldest">Age of the oldest message; null when the queue is empty.</param>
public sealed record QueueItem(string Name, string? Namespace, int Depth, int Hidden, TimeSpan? Oldest)
{
    /// <summary>Counting stops here: 10,001 means "more than 10,000".</summary>
    public const int MostCounted = 10_001;

    /// <summary>False when there are more messages than were counted.</summary>
    public bool IsExact => Depth < MostCounted && Hidden < MostCounted;

    /// <summary>0 normal, 1 warning (1,000 messages or more), 2 critical (5,000 or more), 3 overflow (10,000 or more).</summary>
    public int Tier => Depth switch { < 1_000 => 0, < 5_000 => 1, < 10_000 => 2, _ => 3 };

    /// <summary>Messages ever put in, by the server's statistics: about a second late, and from 0 again when those are reset.</summary>
    public long TotalIn { get; init; }

    /// <summary>Messages ever taken out, likewise.</summary>
    public long TotalOut { get; init; }

    /// <summary>Messages put in per second over at least the last five; null while that is not known.</summary>
    public double? InPerSecond { get; init; }

    /// <summary>Messages taken out per second, likewise.</summary>
    public double? OutPerSecond { get; init; }
}
