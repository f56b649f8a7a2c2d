using Microsoft.AspNetCore.Components;

namespace Tasker.Web.Components.Shared;

/// <summary>What stands where rows would be, saying which of six different reasons it is.</summary>
public sealed partial class EmptyState
{
    /// <summary>Why there is nothing.</summary>
    [Parameter, EditorRequired]
    public EmptyReason Reason { get; set; }

    /// <summary>The headline. Default: one that fits the reason.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>A sentence on what to do, or what was tried.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>Lines to copy that make the first one.</summary>
    [Parameter]
    public string? Code { get; set; }

    /// <summary>How many rows the skeleton holds room for. Default: 8.</summary>
    [Parameter]
    public int Rows { get; set; } = 8;

    /// <summary>Buttons: clear the filter, try again, ask for access.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }

    private string DefaultTitle => Reason switch
    {
        EmptyReason.NothingYet => "Nothing here yet",
        EmptyReason.FilteredAway => "No match",
        EmptyReason.TimedOut => "This took too long",
        EmptyReason.FeedStale => "The live feed is behind",
        EmptyReason.NoPermission => "Not yours to see",
        EmptyReason.Loading => "Loading",
        _ => throw new InvalidOperationException($"No words for {Reason}."),
    };

    private string IconName => Reason switch
    {
        EmptyReason.NothingYet => "empty",
        EmptyReason.FilteredAway => "filter",
        EmptyReason.TimedOut => "clock",
        EmptyReason.FeedStale => "signal",
        EmptyReason.NoPermission => "lock",
        _ => throw new InvalidOperationException($"No drawing for {Reason}."),
    };

    private string Kind => Reason is EmptyReason.TimedOut or EmptyReason.FeedStale ? "warning" : "calm";
}
