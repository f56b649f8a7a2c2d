using Microsoft.AspNetCore.Http.Features;

namespace Tasker.Web.Security;

/// <summary>
/// Browsers open WebSockets across origins without asking, and the framework does not check: only pages of this very
/// server may reach the circuits and hubs. Must come after forwarded headers, so that scheme and host are the effective ones.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsGuarded(context) && !IsSameOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    }

    // Decided by path and header: IsWebSocketRequest is false here, because the hub's own endpoint sets that feature later.
    private static bool IsGuarded(HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/_blazor") && !IsInitializerList(context.Request))
        || context.Request.Path.StartsWithSegments("/hubs")
        || context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // A fixed list of script names, fetched by a plain GET, with which browsers send no Origin.
    private static bool IsInitializerList(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Equals("/_blazor/initializers", StringComparison.OrdinalIgnoreCase);

    private static bool IsSameOrigin(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
        && string.Equals(origin.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(origin.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);

    // A browser leaves the default port out of Origin, a client may spell it in Host.
    private static string Authority(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";
}
