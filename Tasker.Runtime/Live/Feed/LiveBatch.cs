namespace Tasker.Runtime.Live;

/// <summary>What a subscription has for its reader.</summary>
/// <param name="Events">Events in the order of the feed; when conflated, the latest of each task, step or topic.</param>
/// <param name="HasGap">True when events were lost before these: what is shown must be asked for again.</param>
/// <param name="Conflated">How many events were replaced by later ones of the same entity.</param>
/// <param name="Through">Number of the last event that this batch covers: where to resume from.</param>
public sealed record LiveBatch(IReadOnlyList<LiveEvent> Events, bool HasGap, long Conflated, long Through)
{
    /// <summary>True when there is nothing to do.</summary>
    public bool IsEmpty => Events.Count == 0 && !HasGap;
}
