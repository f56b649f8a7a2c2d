using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Steps of a task.</summary>
internal static class StepsApi
{
    public const string NoStep = "There is no such step in this task";

    public static IEndpointRouteBuilder MapSteps(this IEndpointRouteBuilder v1)
    {
        var steps = v1.MapGroup("/tasks/{task}/workflow_steps");
        steps.MapGet("", ListAsync).Needs("steps:read", "The steps of a task by number").Produces<StepPageBody>().ProducesProblem(400).ProducesProblem(404);
        steps.MapGet("/{step}", GetAsync).Needs("steps:read", "One step").Produces<StepBody>().ProducesProblem(400).ProducesProblem(404);
        steps.MapGet("/{step}/audit", AuditAsync).Needs("steps:read", "A step's results, newest first").Produces<StepAuditPageBody>()
            .ProducesProblem(400).ProducesProblem(404);
        steps.MapPatch("/{step}", StepActions.ApplyAsync).Needs("steps:resolve", "Retries, fails, resolves, skips or completes a step")
            .Accepts<StepActionBody>("application/json").Produces<StepBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return v1;
    }

    /// <summary>The step, if it belongs to the task of the path.</summary>
    public static async Task<StepDetail?> FindAsync(TaskId task, StepId step, StepBrowser steps, CancellationToken ct) =>
        step.Task == task && step.StepNo >= 0 ? await steps.GetAsync(step, ct) : null;

    public static IResult Body(StepDetail step, HttpResponse response)
    {
        response.Headers.ETag = $"\"{step.Step.State}\"";
        return Results.Json(StepBody.Of(step), ApiJson.Default.StepBody);
    }

    private static async Task<IResult> ListAsync(string task, HttpRequest request, TaskBrowser tasks, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("after");
        var (id, after) = (parts.Task(task), parts.Number("after", -1, StepId.MaxStepNo, -1));
        if (!parts.IsValid) return parts.Problem;
        var found = await tasks.StepsAsync(id, ct, after);
        return found.Items.Count == 0 && await tasks.GetAsync(id, ct) is null
            ? ProblemMapping.NotFound("There is no such task")
            : Results.Json(new StepPageBody([.. found.Items.Select(StepBody.Of)], found.IsCut ? found.Items[^1].No : null), ApiJson.Default.StepPageBody);
    }

    private static async Task<IResult> GetAsync(string task, string step, HttpContext http, StepBrowser steps, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow();
        var (taskId, stepId) = (parts.Task(task), parts.Step(step));
        if (!parts.IsValid) return parts.Problem;
        return await FindAsync(taskId, stepId, steps, ct) is { } found ? Body(found, http.Response) : ProblemMapping.NotFound(NoStep);
    }

    private static async Task<IResult> AuditAsync(string task, string step, HttpRequest request, StepBrowser steps, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        var (taskId, stepId) = (parts.Task(task), parts.Step(step));
        if (!parts.IsValid) return parts.Problem;
        if (await FindAsync(taskId, stepId, steps, ct) is null) return ProblemMapping.NotFound(NoStep);
        var audit = await steps.AuditAsync(stepId, ct);
        return Results.Json(new StepAuditPageBody([.. audit.Select(StepAuditBody.Of)]), ApiJson.Default.StepAuditPageBody);
    }
}
