namespace Tasker.Runtime.Live;

/// <summary>How old the feed's picture is.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Lag">Age of what was applied last when it was applied, or the time since the last read when that is overdue; null when idle or never read.</param>
/// <param name="LastReadAt">When the source was read last; null when it never was.</param>
public sealed record LiveFreshness(LiveFeedState State, TimeSpan? Lag, DateTimeOffset? LastReadAt)
{
    /// <summary><see cref="Lag"/> in whole milliseconds.</summary>
    public long? LagMs => Lag is { } lag ? (long)lag.TotalMilliseconds : null;
}
