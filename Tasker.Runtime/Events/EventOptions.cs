using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Events;

/// <summary>How domain events are published and kept.</summary>
public sealed class EventOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Events";

    /// <summary>Days that a durable event is kept after it was published, for readers by position and replays. 1 to 3,650, default 7.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; init; } = 7;

    /// <summary>How long one hook of a custom publisher may take. 50 ms to 1 min, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PublisherTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
