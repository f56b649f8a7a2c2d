namespace Tasker.Runtime.Engine;

/// <summary>How long a node waits for its next look at the database. Pure.</summary>
internal static class WakeUpPlan
{
    /// <summary>Between two looks of a node that relies on bells.</summary>
    public static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks of a polling node that has just found something.</summary>
    public static readonly TimeSpan Quickest = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan MostBackoff = TimeSpan.FromSeconds(10);

    /// <summary>The wait; up to a twentieth shorter by chance, never longer, so that nodes do not look all at once.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="poll">The poll interval.</param>
    /// <param name="listening">Whether bells can be heard at present.</param>
    /// <param name="idleLooks">Looks in a row that found nothing.</param>
    /// <param name="jitter">0 (inclusive) to 1 (exclusive).</param>
    public static TimeSpan NextLook(WakeUpMode mode, TimeSpan poll, bool listening, int idleLooks, double jitter)
    {
        var wait = mode switch
        {
            WakeUpMode.EventDrivenOnly when listening => Safety > poll ? Safety : poll,
            WakeUpMode.PollingOnly => Doubled(Quickest, idleLooks, poll),
            _ => poll,
        };
        return wait * (1 - 0.05 * jitter);
    }

    /// <summary>The wait before the listener connects again, after so many failures in a row (1 is the first).</summary>
    public static TimeSpan Relisten(int failures, double jitter) =>
        Doubled(TimeSpan.FromMilliseconds(50), failures - 1, MostBackoff) * (0.75 + 0.5 * jitter);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most)
    {
        var wait = first * Math.Pow(2, Math.Clamp(times, 0, 20));
        return wait < most ? wait : most;
    }
}
