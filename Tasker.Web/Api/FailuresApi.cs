using Tasker.Data.Failures;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Failure clusters: list, look at, who is in them, set their status.</summary>
internal static class FailuresApi
{
    private const string NoFailure = "There is no such failure cluster";
    private const int MaxKey = 128;
    private const int DefaultLimit = 50;

    public static IEndpointRouteBuilder MapFailures(this IEndpointRouteBuilder v1)
    {
        var failures = v1.MapGroup("/failures");
        failures.MapGet("", ListAsync).Needs("failures:read", "Failure clusters, the one that failed last first").Produces<FailurePageBody>().ProducesProblem(400);
        failures.MapGet("/{id:int}", GetAsync).Needs("failures:read", "One failure cluster").Produces<FailureBody>().ProducesProblem(404);
        failures.MapGet("/{id:int}/steps", StepsAsync).Needs("failures:read", "Steps that failed so, the oldest task first").Produces<FailureStepPageBody>()
            .ProducesProblem(400).ProducesProblem(404);
        failures.MapPut("/{id:int}/status", SetAsync).Needs("failures:write", "Opens, mutes or resolves a failure cluster")
            .Accepts<FailureStatusBody>("application/json").Produces<FailureBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, FailureBrowser failures, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("status", "namespace", "template", "only_open", "cursor", "limit");
        var (page, status) = (parts.Page(), parts.Text("status"));
        if (status is not null && !SetFailureStatus.IsStatus(status)) parts.Add("status", "must be open, muted or resolved");
        var onlyOpen = Flag(parts, "only_open");
        if (!parts.IsValid) return parts.Problem;
        var found = await failures.ListAsync(new ClusterQuery(status, parts.Text("namespace"), parts.Text("template"), onlyOpen), page, ct);
        return found.Problem is { } problem
            ? ProblemMapping.Invalid(problem)
            : Results.Json(new FailurePageBody([.. found.Items.Select(FailureBody.Of)], PaginationBody.Of(found, page.Size)), ApiJson.Default.FailurePageBody);
    }

    private static async Task<IResult> GetAsync(int id, HttpRequest request, FailureBrowser failures, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        return parts.IsValid ? await BodyAsync(id, failures, ct) : parts.Problem;
    }

    private static async Task<IResult> StepsAsync(int id, HttpRequest request, FailureBrowser failures, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("after", "limit", "only_open");
        StepId? after = parts.Text("after") is { } text ? parts.Step(text) : null;
        var (limit, onlyOpen) = (parts.Number("limit", 1, PageRequest.MostRows, DefaultLimit), Flag(parts, "only_open"));
        if (!parts.IsValid) return parts.Problem;
        var (steps, more) = await failures.StepsAsync(id, after, onlyOpen, limit, ct);
        return steps.Count == 0 && await failures.FindAsync(id, ct) is null
            ? ProblemMapping.NotFound(NoFailure)
            : Results.Json(new FailureStepPageBody([.. steps.Select(FailureStepBody.Of)], more ? steps[^1].StepId.Value : null), ApiJson.Default.FailureStepPageBody);
    }

    private static async Task<IResult> SetAsync(int id, HttpContext http, SetFailureStatus work, FailureBrowser failures, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.FailureStatusBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (actor, reason, key) = (parts.Actor(body.ChangedBy), parts.Reason(body.Reason), parts.IdempotencyKey(body.IdempotencyKey, MaxKey));
        if (body.Status is null || !SetFailureStatus.IsStatus(body.Status)) parts.Add("status", "must be open, muted or resolved");
        if (!parts.IsValid) return parts.Problem;
        var outcome = await work.HandleAsync(
            new FailureStatusRequest
            {
                Cluster = id, Status = body.Status!, Until = body.Until, ExpectedStatus = parts.ExpectedState(body.ExpectedStatus), Actor = actor, Reason = reason,
                IdempotencyKey = key,
            },
            ct);
        return Acts.Settle(outcome, http.Response) is OperatorOutcome.Applied
            ? await BodyAsync(id, failures, ct)
            : ProblemMapping.Of(Acts.First(outcome), NoFailure);
    }

    private static async Task<IResult> BodyAsync(int id, FailureBrowser failures, CancellationToken ct) =>
        await failures.FindAsync(id, ct) is { } found ? Results.Json(FailureBody.Of(found), ApiJson.Default.FailureBody) : ProblemMapping.NotFound(NoFailure);

    private static bool Flag(RequestParts parts, string name)
    {
        switch (parts.Text(name))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                parts.Add(name, "must be true or false");
                return false;
        }
    }
}
