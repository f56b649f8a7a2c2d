namespace Tasker.Runtime.Live;

/// <summary>
/// How often one viewer is served: 100 ms apart at best, and less often (250, 500, 1,000 ms) when taking a batch needs more than half
/// of the time there is. It becomes faster again, step by step, after eight quick ones. Pure: the next pace follows from this one.
/// </summary>
internal readonly record struct LivePace(int Level, int QuickOnes)
{
    private const int QuickOnesToSpeedUp = 8;
    private static readonly TimeSpan[] Levels =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1)];

    public TimeSpan Interval => Levels[Level];

    public LivePace After(TimeSpan took)
    {
        if (took > Interval / 2) return new LivePace(Math.Min(Level + 1, Levels.Length - 1), 0);
        if (Level == 0) return default;
        var wouldBeQuick = took <= Levels[Level - 1] / 4;
        if (!wouldBeQuick) return this with { QuickOnes = 0 };
        return QuickOnes + 1 >= QuickOnesToSpeedUp ? new LivePace(Level - 1, 0) : this with { QuickOnes = QuickOnes + 1 };
    }
}
