using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Batches, progress of steps, and steps that do not get on.</summary>
internal static class BatchesApi
{
    public static IEndpointRouteBuilder MapBatches(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/tasks/{task}/batches", ListAsync).Needs("steps:read", "The batches of a task and how their workers stand")
            .Produces<BatchListBody>().ProducesProblem(400).ProducesProblem(404);
        v1.MapGet("/tasks/{task}/workflow_steps/{step}/progress", ProgressAsync).Needs("steps:read", "How far a step has come")
            .Produces<StepProgressBody>().ProducesProblem(400).ProducesProblem(404);
        v1.MapGet("/stalled_steps", StalledAsync).Needs("steps:read", "Running steps that made no progress for long")
            .Produces<StalledListBody>().ProducesProblem(400);
        return v1;
    }

    private static async Task<IResult> ListAsync(string task, HttpRequest request, BatchBrowser batches, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        var id = parts.Task(task);
        if (!parts.IsValid) return parts.Problem;
        return await batches.OfTaskAsync(id, ct) is { } found
            ? Results.Json(
                new BatchListBody([.. found.Select(BatchBody.Of)], [.. (await batches.IsolatedAsync(id, ct)).Select(IsolatedRangeBody.Of)]),
                ApiJson.Default.BatchListBody)
            : ProblemMapping.NotFound("There is no such task");
    }

    private static async Task<IResult> ProgressAsync(string task, string step, HttpRequest request, BatchBrowser batches, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        var (taskId, stepId) = (parts.Task(task), parts.Step(step));
        if (!parts.IsValid) return parts.Problem;
        return stepId.Task == taskId && stepId.StepNo >= 0 && await batches.OfStepAsync(stepId, ct) is { } signs
            ? Results.Json(StepProgressBody.Of(signs), ApiJson.Default.StepProgressBody)
            : ProblemMapping.NotFound(StepsApi.NoStep);
    }

    private static async Task<IResult> StalledAsync(HttpRequest request, BatchBrowser batches, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        if (!parts.IsValid) return parts.Problem;
        var found = await batches.StalledAsync(ct);
        return Results.Json(new StalledListBody([.. found.Select(StalledStepBody.Of)]), ApiJson.Default.StalledListBody);
    }
}
