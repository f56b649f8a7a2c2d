using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Tasker.Web.Components.Shared;

/// <summary>The keys of a list (<c>list.js</c>) in the browser: mounted after the first picture, taken away with the page.</summary>
internal sealed class ListKeys : IAsyncDisposable
{
    private IJSObjectReference? _mounted;

    /// <summary>Mounts them; a browser that is gone before its first picture needs none.</summary>
    /// <param name="js">The page's browser.</param>
    /// <param name="list">The list's element.</param>
    public async Task MountAsync(IJSRuntime js, ElementReference list)
    {
        try
        {
            await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./js/list.js");
            _mounted = await module.InvokeAsync<IJSObjectReference>("mount", list);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone before its first picture.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_mounted is null) return;
        try
        {
            await _mounted.InvokeVoidAsync("dispose");
            await _mounted.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // Nothing is left to clean up in a browser that is gone.
        }
    }
}
