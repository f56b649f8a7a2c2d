using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Running tasks again, and acts on many of them.</summary>
internal static class TaskActsApi
{
    private const int MaxKey = 128;

    public static IEndpointRouteBuilder MapTaskActs(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/tasks/{task}/rerun", RerunAsync).Needs("tasks:create", "Runs an ended or blocked task again as a new one")
            .Accepts<RerunBody>("application/json").Produces<TaskBody>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        v1.MapPost("/tasks/bulk", BulkAsync).Needs("tasks:bulk", "Cancels, retries or resolves up to 1,000 tasks")
            .Accepts<BulkBody>("application/json").Produces<BulkResultBody>().ProducesProblem(400).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> RerunAsync(string task, HttpContext http, RerunTask rerun, TaskBrowser tasks, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.RerunBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var request = new RerunTaskRequest
        {
            TaskId = parts.Task(task),
            Actor = parts.Actor(body.RerunBy),
            Reason = parts.Reason(body.Reason),
            ContextJson = body.Context?.GetRawText(),
            ExpectedState = Expected(body.ExpectedState, parts),
            IdempotencyKey = parts.IdempotencyKey(body.IdempotencyKey, MaxKey),
        };
        if (!parts.IsValid) return parts.Problem;
        // Not the request's token: a caller who hangs up must not leave it open whether the task exists.
        var result = await rerun.HandleAsync(request, CancellationToken.None);
        if (Acts.Settle(result.Outcome, http.Response) is not OperatorOutcome.Applied || result.NewTask is not { } made)
        {
            return ProblemMapping.Of(Acts.First(result.Outcome), "There is no such task", "context");
        }

        return await tasks.GetAsync(made, ct) is { } detail
            ? Results.Extensions.Json201($"/v1/tasks/{made}", TaskBody.Of(detail), ApiJson.Default.TaskBody)
            : ProblemMapping.NotFound("The new task has been deleted");
    }

    private static async Task<IResult> BulkAsync(HttpContext http, BulkTasks bulk, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.BulkBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var request = Request(body, parts);
        if (!parts.IsValid) return parts.Problem;
        var result = await bulk.HandleAsync(request, ct);
        if (result.Problem is { } refusal) return ProblemMapping.Of(400, "The request is not valid", refusal);
        var items = result.Items.Select(i => BulkItemBody.Of(i.TaskId, i.Outcome)).ToList();
        return Results.Json(
            new BulkResultBody(
                items.Count(i => i.Outcome == "applied"), items.Count(i => i.Outcome == "conflict"), items.Count(i => i.Outcome == "refused"),
                items.Count(i => i.Outcome == "not_found"), result.More, items),
            ApiJson.Default.BulkResultBody);
    }

    private static BulkRequest Request(BulkBody body, RequestParts parts)
    {
        BulkAct? act = body.Action switch
        {
            "cancel" => BulkAct.Cancel,
            "retry" => BulkAct.Retry,
            "resolve" => BulkAct.Resolve,
            _ => null,
        };
        if (act is null) parts.Add("action", "must be cancel, retry or resolve");
        if (body.Limit is < 1 or > BulkTasks.Most) parts.Add("limit", $"must be a whole number from 1 to {BulkTasks.Most}");
        return new BulkRequest
        {
            Act = act ?? default,
            Tasks = [.. (body.TaskUuids ?? []).Select(id => new TaskId(id))],
            Filter = body.Filter is { } filter ? Filter(filter) : null,
            Most = body.Limit ?? BulkTasks.Most,
            ExpectedState = Expected(body.ExpectedState, parts),
            Actor = parts.Actor(body.ActedBy),
            Reason = parts.Reason(body.Reason),
            IdempotencyKey = parts.IdempotencyKey(body.IdempotencyKey, BulkTasks.MostKey),
        };
    }

    private static TaskFilter Filter(BulkFilterBody filter) => new()
    {
        Namespace = filter.Namespace,
        Template = filter.Template,
        Version = filter.Version,
        States = filter.Status ?? [],
        Initiator = filter.Initiator,
        SourceSystem = filter.SourceSystem,
        CreatedFrom = filter.CreatedFrom,
        CreatedTo = filter.CreatedTo,
    };

    private static TaskState? Expected(string? inBody, RequestParts parts)
    {
        if (parts.ExpectedState(inBody) is not { } text) return null;
        if (StateNames.TryParseTask(text, out var state)) return state;
        parts.Add("expected_state", "is not a task's state");
        return null;
    }
}
