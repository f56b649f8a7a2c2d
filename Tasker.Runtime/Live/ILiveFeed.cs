namespace Tasker.Runtime.Live;

/// <summary>
/// The committed changes of the whole installation, as this node follows them: one reader for all viewers. The seam to whatever
/// shows them.
/// </summary>
public interface ILiveFeed
{
    /// <summary>How old the picture is now.</summary>
    LiveFreshness Freshness { get; }

    /// <summary>Number of the last event: where a new viewer would resume from.</summary>
    long LastSeq { get; }

    /// <summary>Begins to collect events. Costs no database query, however many subscribe.</summary>
    /// <param name="interest">Which events.</param>
    /// <param name="options">How they are kept; null for the defaults.</param>
    LiveSubscription Subscribe(LiveInterest interest, LiveSubscribeOptions? options = null);
}
