using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>"3 min ago", ticked in the browser by shell.js: a clock never costs a render. The title holds the exact time in UTC.</summary>
public sealed partial class RelativeTime
{
    /// <summary>The moment; null shows a dash.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>What a missing moment means, as the dash's title. Default: "Not yet".</summary>
    [Parameter]
    public string Missing { get; set; } = "Not yet";

    [Inject]
    public required TimeProvider Clock { get; init; }

    internal static string Absolute(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.fff") + " UTC";

    /// <summary>The words for an age; negative ages lie ahead. shell.js repeats exactly this table.</summary>
    internal static string Describe(TimeSpan age)
    {
        var (size, ahead) = (age.Duration(), age < TimeSpan.Zero);
        if (size.TotalSeconds < 1)
        {
            return "now";
        }

        var words = size switch
        {
            { TotalSeconds: < 60 } => $"{Math.Floor(size.TotalSeconds)} s",
            { TotalMinutes: < 60 } => $"{Math.Floor(size.TotalMinutes)} min",
            { TotalHours: < 48 } => $"{Math.Floor(size.TotalHours)} h",
            _ => $"{Math.Floor(size.TotalDays)} d",
        };
        return ahead ? $"in {words}" : $"{words} ago";
    }
}
