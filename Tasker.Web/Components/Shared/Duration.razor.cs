using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>A length of time in two units at most: "840 ms", "12.4 s", "3 min 20 s", "2 d 4 h".</summary>
public sealed partial class Duration
{
    /// <summary>The length; null shows a dash.</summary>
    [Parameter, EditorRequired]
    public TimeSpan? Value { get; set; }

    private string? Title => Value is { } value ? $"{value.TotalMilliseconds:#,0.###} ms" : null;

    internal static string Describe(TimeSpan value) => value switch
    {
        _ when value < TimeSpan.Zero => $"-{Describe(value.Duration())}",
        { TotalMilliseconds: < 1 } => value == TimeSpan.Zero ? "0 ms" : "<1 ms",
        { TotalSeconds: < 1 } => $"{Math.Floor(value.TotalMilliseconds)} ms",
        { TotalSeconds: < 60 } => $"{Math.Floor(value.TotalSeconds * 10) / 10:0.0} s",
        { TotalMinutes: < 60 } => $"{(int)value.TotalMinutes} min {value.Seconds:00} s",
        { TotalHours: < 24 } => $"{(int)value.TotalHours} h {value.Minutes:00} min",
        _ => $"{(int)value.TotalDays} d {value.Hours} h",
    };
}
