using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using Tasker.Web.Components.Shared;
using Tasker.Web.Hosting;

namespace Tasker.Web.Components.Layout;

/// <summary>The frame of every console page: top bar, navigation, content, outcomes.</summary>
public sealed partial class MainLayout : IDisposable
{
    private PanelBoundary? _boundary;
    private bool _navOpen;
    private string? _query;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IHostEnvironment Host { get; init; }

    [Inject]
    public required IOptions<ConsoleOptions> Options { get; init; }

    private string EnvironmentWords => Options.Value.Environment ?? Host.EnvironmentName;

    private string SkipHref => $"{new Uri(Navigation.Uri).PathAndQuery}#content";

    private string Tone => Options.Value.Tone switch
    {
        EnvironmentTone.Auto => Host.IsProduction() ? "critical" : Host.IsStaging() ? "caution" : "calm",
        EnvironmentTone.Calm => "calm",
        EnvironmentTone.Caution => "caution",
        EnvironmentTone.Critical => "critical",
        _ => throw new InvalidOperationException($"No look for {Options.Value.Tone}."),
    };

    protected override void OnInitialized()
    {
        _query = QueryOf(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
    }

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    /// <summary>The <c>q</c> of an address, so that the box shows what the list was asked.</summary>
    internal static string? QueryOf(string uri) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(uri).Query).TryGetValue("q", out var q) ? q.ToString() : null;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        // A page that failed must not keep the next one from being shown.
        _boundary?.Recover();
        _query = QueryOf(e.Location);
        _navOpen = false;
        _ = InvokeAsync(StateHasChanged);
    }

    private void Search() =>
        Navigation.NavigateTo(string.IsNullOrWhiteSpace(_query) ? "/tasks" : $"/tasks?q={Uri.EscapeDataString(_query.Trim())}");

    private void ToggleNav() => _navOpen = !_navOpen;

    private void CloseNav() => _navOpen = false;

    private void OnKeyDown(KeyboardEventArgs e)
    {
        if (_navOpen && e.Key == "Escape")
        {
            CloseNav();
        }
    }
}
