using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace Tasker.Web.Components.Layout;

/// <summary>Switches between light and dark; the cookie service, created here once for the circuit, keeps the choice.</summary>
public sealed partial class ThemeToggle : IDisposable
{
    [Inject]
    public required ThemeService Themes { get; init; }

    [Inject]
    public required CookieThemeService Cookie { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    private bool IsDark => string.Equals(Themes.Theme, App.DarkTheme, StringComparison.Ordinal);

    protected override void OnInitialized() => Themes.ThemeChanged += Refresh;

    public void Dispose() => Themes.ThemeChanged -= Refresh;

    private async Task ToggleAsync()
    {
        Themes.SetTheme(IsDark ? App.LightTheme : App.DarkTheme);
        await using var shell = await Js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js");
        await shell.InvokeVoidAsync("setTheme", IsDark ? "dark" : "light");
    }

    private void Refresh() => _ = InvokeAsync(StateHasChanged);
}
