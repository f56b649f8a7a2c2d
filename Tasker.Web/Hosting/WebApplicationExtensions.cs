using Microsoft.AspNetCore.Http.Connections;
using Tasker.Web.Components;
using Tasker.Web.Components.Layout;
using Tasker.Web.Live;
using Tasker.Web.Security;

namespace Tasker.Web.Hosting;

internal static class WebApplicationExtensions
{
    private const string FreePort = "http://127.0.0.1:0";

    /// <summary>The middleware, in the order in which a request meets it.</summary>
    public static WebApplication UseTaskerWeb(this WebApplication app)
    {
        if (BindingSafety.Requested(app.Configuration).Count == 0)
        {
            app.Urls.Add(BindingSafety.DefaultUrl);
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<OriginGuard>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRouting();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>
    /// The middleware of a process without console and API. Without an address of its own it takes a free port of this machine: several such
    /// processes run side by side, and a supervisor reads the address from the output.
    /// </summary>
    public static WebApplication UseTaskerHealth(this WebApplication app)
    {
        if (BindingSafety.Requested(app.Configuration).Count == 0) app.Urls.Add(FreePort);
        app.UseMiddleware<SecurityHeaders>();
        app.UseRouting();
        return app;
    }

    /// <summary>The endpoints.</summary>
    public static WebApplication MapTaskerWeb(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapGet("/", () => Results.Redirect(NavEntries.All[0].Href));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o =>
        {
            o.ContentSecurityFrameAncestorsPolicy = "'none'";
            // One stream carries secrets and text of strangers: compressed, its length tells about the secrets (CRIME).
            o.DisableWebSocketCompression = true;
        });
        app.MapHub<LiveHub>(LiveHub.Path, o => o.Transports = HttpTransportType.WebSockets);
        return app;
    }
}
