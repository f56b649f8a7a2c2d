using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Why a step is not running.</summary>
internal static class WhyApi
{
    public static IEndpointRouteBuilder MapWhy(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/steps/{step}/why", WhyAsync).Needs("steps:read", "Why a step is not running: what has to be cleared first is first").Produces<WhyBody>()
            .ProducesProblem(400).ProducesProblem(404);
        return v1;
    }

    private static async Task<IResult> WhyAsync(string step, HttpRequest request, StepBrowser steps, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        var id = parts.Step(step);
        if (!parts.IsValid) return parts.Problem;
        return await steps.WhyAsync(id, ct) is { Count: > 0 } causes
            ? Results.Json(new WhyBody(id.Value, [.. causes.Select(WhyCauseBody.Of)]), ApiJson.Default.WhyBody)
            : ProblemMapping.NotFound("There is no such step");
    }
}
