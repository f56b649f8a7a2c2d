using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Engine;

/// <summary>What becomes of tasks that failed, where their template does not say. See docs/failures.md.</summary>
public sealed class FailureOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Failures";

    /// <summary>Whether blocked tasks are given up at all. Default true; false: they wait for a person for ever.</summary>
    public bool GiveUp { get; init; } = true;

    /// <summary>How long a blocked task waits for a person before it goes to error. 0 (at once) to 30 days, default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The same in seconds, -1 for never.</summary>
    internal int GiveUpSeconds => GiveUp ? Seconds(GiveUpAfter) : -1;

    /// <summary>A time to give up in whole seconds; -1 for <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    internal static int Seconds(TimeSpan after) => after == Timeout.InfiniteTimeSpan ? -1 : (int)after.TotalSeconds;
}
