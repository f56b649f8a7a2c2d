using Microsoft.AspNetCore.Components;
using Tasker.Runtime.Live;

namespace Tasker.Web.Components.Tasks;

/// <summary>Says on a live page that what it shows may be old. Looks once a second and draws only when the words change.</summary>
public sealed partial class FeedNotice : IDisposable
{
    private ITimer? _timer;
    private string? _words;

    /// <summary>The person wants the page's data asked for again.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnReload { get; set; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    protected override void OnInitialized() =>
        _timer = Clock.CreateTimer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public void Dispose() => _timer?.Dispose();

    internal static string? Describe(LiveFreshness freshness) => freshness.State switch
    {
        LiveFeedState.Lost => "Nothing reports changes at the moment: what you see may be old.",
        LiveFeedState.Behind => "Changes arrive late at the moment: what you see may be a few seconds old.",
        _ => null,
    };

    private void Look()
    {
        var words = Describe(Feed.Freshness);
        if (words == _words) return;
        _words = words;
        _ = InvokeAsync(StateHasChanged);
    }
}
