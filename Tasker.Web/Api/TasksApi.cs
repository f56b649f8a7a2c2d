using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Tasks: create, list, look at, cancel.</summary>
internal static class TasksApi
{
    private const string CancelReason = "Cancelled through the API";

    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/tasks", TaskRequests.CreateAsync).Needs("tasks:create", "Creates a task")
            .Accepts<TaskRequestBody>("application/json").Produces<TaskCreatedBody>(201)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);
        v1.MapGet("/tasks", ListAsync).Needs("tasks:list", "Tasks, newest first").Produces<TaskPageBody>().ProducesProblem(400);
        v1.MapGet("/tasks/{task}", GetAsync).Needs("tasks:read", "One task").Produces<TaskBody>().ProducesProblem(400).ProducesProblem(404);
        v1.MapGet("/tasks/{task}/transitions", TransitionsAsync).Needs("tasks:read", "All moves of a task and its steps, newest first")
            .Produces<TransitionPageBody>().ProducesProblem(400).ProducesProblem(404);
        v1.MapDelete("/tasks/{task}", CancelAsync).Needs("tasks:cancel", "Cancels a task").Produces<TaskBody>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, TaskBrowser tasks, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("namespace", "status", "initiator", "source_system", "template", "version", "cursor", "limit");
        var page = parts.Page();
        var filter = new TaskFilter
        {
            Namespace = parts.Text("namespace"),
            States = parts.Text("status")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            Initiator = parts.Text("initiator"),
            SourceSystem = parts.Text("source_system"),
            Template = parts.Text("template"),
            Version = parts.Text("version"),
        };
        if (!parts.IsValid) return parts.Problem;
        var found = await tasks.ListAsync(filter, page, ct);
        return found.Problem is { } problem
            ? ProblemMapping.Invalid(problem, problem.Field == "state" ? "status" : null)
            : Results.Json(new TaskPageBody([.. found.Items.Select(TaskBody.Of)], PaginationBody.Of(found, page.Size)), ApiJson.Default.TaskPageBody);
    }

    private static async Task<IResult> GetAsync(string task, HttpContext http, TaskBrowser tasks, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow();
        var id = parts.Task(task);
        return parts.IsValid ? await BodyAsync(id, http.Response, tasks, ct) : parts.Problem;
    }

    private static async Task<IResult> BodyAsync(TaskId id, HttpResponse response, TaskBrowser tasks, CancellationToken ct)
    {
        if (await tasks.GetAsync(id, ct) is not { } detail) return ProblemMapping.NotFound("There is no such task");
        response.Headers.ETag = $"\"{detail.Header.Summary.State}\"";
        return Results.Json(TaskBody.Of(detail), ApiJson.Default.TaskBody);
    }

    private static async Task<IResult> TransitionsAsync(string task, HttpRequest request, TaskBrowser tasks, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("cursor", "limit");
        var (id, page) = (parts.Task(task), parts.Page());
        if (!parts.IsValid) return parts.Problem;
        var found = await tasks.TransitionsAsync(id, page, ct);
        if (found.Problem is { } problem) return ProblemMapping.Invalid(problem);
        return found.Items.Count == 0 && await tasks.GetAsync(id, ct) is null
            ? ProblemMapping.NotFound("There is no such task")
            : Results.Json(new TransitionPageBody([.. found.Items.Select(TransitionBody.Of)], PaginationBody.Of(found, page.Size)), ApiJson.Default.TransitionPageBody);
    }

    private static async Task<IResult> CancelAsync(string task, HttpContext http, CancelTask cancel, TaskBrowser tasks, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow("reason");
        var (id, actor, reason) = (parts.Task(task), parts.Actor(null), parts.Reason(parts.Text("reason") ?? CancelReason));
        TaskState? expected = null;
        if (parts.ExpectedState(null) is { } text)
        {
            if (StateNames.TryParseTask(text, out var state)) expected = state;
            else parts.Add("If-Match", "is not a task's state in quotes");
        }

        var key = parts.IdempotencyKey(null, 128);
        if (!parts.IsValid) return parts.Problem;
        var outcome = await cancel.HandleAsync(
            new TaskActRequest { TaskId = id, Actor = actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key }, ct);
        return Acts.Settle(outcome, http.Response) is OperatorOutcome.Applied
            ? await BodyAsync(id, http.Response, tasks, ct)
            : ProblemMapping.Of(Acts.First(outcome), "There is no such task");
    }
}
