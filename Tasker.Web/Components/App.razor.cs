using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Tasker.Web.Hosting;

namespace Tasker.Web.Components;

/// <summary>The document around every page. Console pages live in a circuit and are not prerendered; pages that refuse interactivity are static.</summary>
public sealed partial class App
{
    internal const string LightTheme = "material";
    internal const string DarkTheme = "material-dark";

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    private IComponentRenderMode? PageRenderMode =>
        Context.AcceptsInteractiveRouting() ? new InteractiveServerRenderMode(prerender: false) : null;

    private string Theme =>
        string.Equals(Context.Request.Cookies[WebServiceCollectionExtensions.ThemeCookie], DarkTheme, StringComparison.Ordinal) ? DarkTheme : LightTheme;
}
