namespace Tasker.Runtime.Live;

/// <summary>How a subscription keeps what its reader has not taken yet.</summary>
public sealed record LiveSubscribeOptions
{
    /// <summary>The defaults.</summary>
    public static readonly LiveSubscribeOptions Default = new();

    /// <summary>True (default): only the latest event of each task, step or topic is kept. False: each event is, as a tail view wants.</summary>
    public bool Conflate { get; init; } = true;

    /// <summary>Most events kept, 1 to 10,000, default 1,000; beyond it the oldest goes and the next batch has a gap.</summary>
    public int Capacity { get; init; } = 1_000;

    /// <summary>
    /// <see cref="LiveBatch.Through"/> of the last batch of an earlier subscription: the events since then come first, or a gap when
    /// they are no longer kept. Null starts with what happens next.
    /// </summary>
    public long? Since { get; init; }
}
