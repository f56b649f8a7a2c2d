using Microsoft.AspNetCore.Components;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Layout;

/// <summary>Says how old the picture is. Looks once a second, so that a feed that dies in silence is noticed, and draws only when the words change.</summary>
public sealed partial class LiveLight : IDisposable
{
    private ITimer? _timer;
    private FreshnessReading _reading = new(FreshnessLevel.Gone, Lag: null);

    [Inject]
    public required FeedFreshness Freshness { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string Level => _reading.Level switch
    {
        FreshnessLevel.Idle => "idle",
        FreshnessLevel.Live => "live",
        FreshnessLevel.Late => "late",
        FreshnessLevel.Stale or FreshnessLevel.Gone => "stale",
        _ => throw new InvalidOperationException($"No look for {_reading.Level}."),
    };

    private string Explanation => _reading.Level switch
    {
        FreshnessLevel.Idle => "Nothing on this page changes by itself",
        FreshnessLevel.Live => "What you see follows the engine",
        FreshnessLevel.Gone => "Nothing reports changes; reload to see the latest",
        _ => "Changes arrive late; what you see may be old",
    };

    protected override void OnInitialized()
    {
        _reading = Freshness.Read();
        _timer = Clock.CreateTimer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        var reading = Freshness.Read();
        if (reading.Words != _reading.Words || reading.Level != _reading.Level)
        {
            _reading = reading;
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
