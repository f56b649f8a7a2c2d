using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Live;

/// <summary>How this node follows the history.</summary>
public sealed class LiveOptions
{
    /// <summary>The section of the configuration: <c>Tasker:Live</c>.</summary>
    public const string Section = "Tasker:Live";

    /// <summary>How often the history is looked at when nobody rings; 50 ms to 10 s, default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest time between two looks, however often it rings; 10 ms to 1 s, default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:01")]
    public TimeSpan AtMostEvery { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long reading goes on after the last viewer left; 0 to 1 h, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StopAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often everything is counted anew while somebody watches, which puts right what retention removed; 1 min to 24 h, default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan RecountEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a start waits for transactions that are writing history; 0 to 1 min, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(5);
}
