namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Counts the steps that the node holds. How many it may hold follows from its mean handler time: no more than it can start within
/// the claim-ahead time, so that a node with slow handlers leaves the rest to others and one with fast handlers is never idle.
/// </summary>
internal sealed class Places(WorkerOptions options)
{
    private int _held;
    private int _closed;
    private long _meanTicks;

    /// <summary>Steps held now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Steps that may be held now.</summary>
    public int Capacity
    {
        get
        {
            if (Volatile.Read(ref _closed) == 1) return 0;
            var mean = Math.Max(Volatile.Read(ref _meanTicks), TimeSpan.TicksPerMicrosecond);
            var ahead = options.Concurrency * (double)options.ClaimAhead.Ticks / mean;
            return (int)Math.Clamp(options.Concurrency + ahead, options.Concurrency, Math.Max(options.Concurrency, options.MaxHeld));
        }
    }

    /// <summary>
    /// Steps that may be held of those that begin something: roots and what comes from a queue. The other half is kept for successors, or
    /// under load each of them would go through the queue, and tasks would be begun faster than ended.
    /// </summary>
    public int CapacityForNew => Math.Min(Capacity, Math.Max(options.Concurrency, Capacity / 2));

    /// <summary>Steps that may be taken from a queue now.</summary>
    public int Free => Math.Max(0, CapacityForNew - Held);

    /// <summary>Takes up to <paramref name="wanted"/> places for successors.</summary>
    /// <returns>How many were taken.</returns>
    public int Reserve(int wanted) => Reserve(wanted, forNew: false);

    /// <summary>Takes up to <paramref name="wanted"/> places for steps that begin something.</summary>
    /// <returns>How many were taken.</returns>
    public int ReserveForNew(int wanted) => Reserve(wanted, forNew: true);

    /// <summary>Takes places without asking: for attempts that are this node's already.</summary>
    public void Take(int count) => Interlocked.Add(ref _held, count);

    /// <summary>From now on nothing is taken: the node stops, and what it would claim it would have to give back.</summary>
    public void Close() => Volatile.Write(ref _closed, 1);

    /// <summary>Gives places back.</summary>
    public void Release(int count) => Interlocked.Add(ref _held, -count);

    /// <summary>Notes how long a handler ran: a moving mean over about the last 32. A lost update in a race does no harm.</summary>
    public void Record(TimeSpan took)
    {
        var mean = Volatile.Read(ref _meanTicks);
        Volatile.Write(ref _meanTicks, mean + (took.Ticks - mean) / 32);
    }

    private int Reserve(int wanted, bool forNew)
    {
        while (true)
        {
            var held = Volatile.Read(ref _held);
            var take = Math.Min(wanted, Math.Max(0, (forNew ? CapacityForNew : Capacity) - held));
            if (take <= 0) return 0;
            if (Interlocked.CompareExchange(ref _held, held + take, held) == held) return take;
        }
    }
}
