namespace Tasker.Web.Live;

/// <summary>One look at the feed.</summary>
/// <param name="Level">How far the picture may be trusted.</param>
/// <param name="Lag">Its age; null when there is no reader.</param>
public sealed record FreshnessReading(FreshnessLevel Level, TimeSpan? Lag)
{
    /// <summary>The words beside the light, short enough for the top bar.</summary>
    public string Words => (Level, Lag) switch
    {
        (FreshnessLevel.Idle, _) => "Idle",
        (FreshnessLevel.Gone, _) or (_, null) => "No live feed",
        (FreshnessLevel.Live, { TotalSeconds: < 1 } lag) => $"Live · {lag.TotalMilliseconds:0} ms",
        (FreshnessLevel.Live, { } lag) => $"Live · {lag.TotalSeconds:0.0} s",
        (_, { TotalMinutes: < 2 } lag) => $"{lag.TotalSeconds:0} s behind",
        (_, { } lag) => $"{lag.TotalMinutes:0} min behind",
    };
}
