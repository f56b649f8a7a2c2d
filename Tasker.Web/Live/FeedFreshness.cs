namespace Tasker.Web.Live;

/// <summary>
/// What this node knows about how old the console's picture is. The one reader of transitions reports; every circuit reads.
/// A reader that dies without a word is noticed, because the age of its last report counts as lag.
/// </summary>
public sealed class FeedFreshness(TimeProvider clock)
{
    private static readonly TimeSpan AmberFrom = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RedFrom = TimeSpan.FromSeconds(10);

    private volatile Report? _last;

    /// <summary>The reader has applied everything up to <paramref name="lag"/> ago.</summary>
    public void Applied(TimeSpan lag) => _last = new Report(lag, clock.GetTimestamp());

    /// <summary>The reader has lost its source; <see cref="Read"/> says so until the next report.</summary>
    public void Lost() => _last = null;

    /// <summary>The picture's age now.</summary>
    public FreshnessReading Read()
    {
        if (_last is not { } last)
        {
            return new FreshnessReading(FreshnessLevel.Gone, Lag: null);
        }

        var silent = clock.GetElapsedTime(last.At);
        // A report is due every second at the latest; a younger one is taken at its word.
        var lag = silent <= TimeSpan.FromSeconds(1.5) ? last.Lag : last.Lag + silent;
        return new FreshnessReading(Level(lag), lag);
    }

    internal static FreshnessLevel Level(TimeSpan lag) =>
        lag > RedFrom ? FreshnessLevel.Stale : lag > AmberFrom ? FreshnessLevel.Late : FreshnessLevel.Live;

    private sealed record Report(TimeSpan Lag, long At);
}
