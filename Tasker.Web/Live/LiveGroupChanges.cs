using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>What one message of <see cref="LiveHub"/> says about one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Through">Where to resume from after this message.</param>
/// <param name="Gap">True when events were lost before these: ask for the present state again.</param>
/// <param name="Conflated">How many events were replaced by later ones of the same task or step.</param>
/// <param name="Events">The events, in order.</param>
public sealed record LiveGroupChanges(string Group, long Through, bool Gap, long Conflated, IReadOnlyList<LiveChange> Events)
{
    internal static LiveGroupChanges Of(string group, LiveBatch batch) =>
        new(group, batch.Through, batch.HasGap, batch.Conflated, [.. batch.Events.Select(LiveChange.Of)]);
}
