using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Probes for supervisors and people.</summary>
internal static class HealthApi
{
    private const string Healthy = "healthy";

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", ReadyAsync).Produces<HealthBody>().Produces<HealthBody>(503).WithSummary("Same as /health/ready");
        routes.MapGet("/health/ready", ReadyAsync).Produces<HealthBody>().Produces<HealthBody>(503).WithSummary("Whether requests are served");
        routes.MapGet("/health/live", Live).Produces<HealthBody>().WithSummary("Whether the process answers at all");
        routes.MapGet("/health/detailed", DetailedAsync).Produces<HealthBody>().Produces<HealthBody>(503).WithSummary("What was looked at, and how long it took");
        return routes;
    }

    private static IResult Live() => Results.Json(new HealthBody(Healthy, null, null), ApiJson.Default.HealthBody);

    private static async Task<IResult> ReadyAsync(HealthProbe probe, CancellationToken ct)
    {
        var checks = await probe.ReadyAsync(ct);
        return Answer(new HealthBody(HealthProbe.Worst(checks), null, null));
    }

    private static async Task<IResult> DetailedAsync(HealthProbe probe, CancellationToken ct)
    {
        var checks = await probe.DetailedAsync(ct);
        return Answer(new HealthBody(HealthProbe.Worst(checks), checks, probe.Info()));
    }

    private static IResult Answer(HealthBody body) =>
        Results.Json(body, ApiJson.Default.HealthBody, statusCode: body.Status == HealthProbe.Unhealthy ? 503 : 200);
}
