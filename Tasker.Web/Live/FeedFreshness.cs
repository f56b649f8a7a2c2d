using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>What the top bar says about the age of the console's picture. The one reader of this node reports to the feed; every circuit reads.</summary>
/// <param name="feed">The feed; null in a process that has none.</param>
public sealed class FeedFreshness(ILiveFeed? feed = null)
{
    /// <summary>The picture's age now.</summary>
    public FreshnessReading Read() => feed is null ? new FreshnessReading(FreshnessLevel.Gone, Lag: null) : Of(feed.Freshness);

    internal static FreshnessReading Of(LiveFreshness freshness) => freshness.State switch
    {
        LiveFeedState.Idle => new FreshnessReading(FreshnessLevel.Idle, Lag: null),
        LiveFeedState.Live => new FreshnessReading(FreshnessLevel.Live, freshness.Lag),
        LiveFeedState.Behind => new FreshnessReading(FreshnessLevel.Late, freshness.Lag),
        // A source that cannot be read has no age worth showing; one that is merely old has.
        LiveFeedState.Lost => new FreshnessReading(freshness.Lag is null ? FreshnessLevel.Gone : FreshnessLevel.Stale, freshness.Lag),
        _ => throw new InvalidOperationException($"No level for {freshness.State}."),
    };
}
