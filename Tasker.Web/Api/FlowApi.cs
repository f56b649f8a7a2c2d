using System.Globalization;
using Tasker.Data.Operators;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Priorities of tasks, and how nodes find work.</summary>
internal static class FlowApi
{
    private const int MaxKey = 128;

    public static IEndpointRouteBuilder MapFlow(this IEndpointRouteBuilder v1)
    {
        v1.MapPut("/tasks/{task}/priority", ChangePriorityAsync).Needs("tasks:prioritize", "Changes a task's priority")
            .Accepts<PriorityBody>("application/json").Produces<TaskBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        v1.MapPut("/workers/wake-up", (HttpContext http, SwitchWakeUp work, CancellationToken ct) => SwitchAsync(null, http, work, ct))
            .Needs("workers:control", "Switches how all nodes find work")
            .Accepts<WakeUpBody>("application/json").Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        v1.MapPut("/workers/{node}/wake-up", SwitchAsync).Needs("workers:control", "Switches how one node finds work")
            .Accepts<WakeUpBody>("application/json").Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> ChangePriorityAsync(string task, HttpContext http, ChangePriority work, TaskBrowser tasks, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.PriorityBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (id, actor, reason, key) = (parts.Task(task), parts.Actor(body.ChangedBy), parts.Reason(body.Reason), parts.IdempotencyKey(body.IdempotencyKey, MaxKey));
        if (body.Priority is not (>= -100 and <= 100)) parts.Add("priority", "must be a whole number from -100 to 100");
        if (!parts.IsValid) return parts.Problem;
        var outcome = await work.HandleAsync(
            new ChangePriorityRequest { TaskId = id, Priority = body.Priority!.Value, Actor = actor, Reason = reason, IdempotencyKey = key }, ct);
        if (Acts.Settle(outcome, http.Response) is not OperatorOutcome.Applied) return ProblemMapping.Of(Acts.First(outcome), "There is no such task");
        return await tasks.GetAsync(id, ct) is { } detail ? Results.Json(TaskBody.Of(detail), ApiJson.Default.TaskBody) : ProblemMapping.NotFound("There is no such task");
    }

    private static async Task<IResult> SwitchAsync(string? node, HttpContext http, SwitchWakeUp work, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.WakeUpBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (actor, reason, key) = (parts.Actor(body.ChangedBy), parts.Reason(body.Reason), parts.IdempotencyKey(body.IdempotencyKey, MaxKey));
        var id = 0;
        if (node is not null && !int.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out id)) parts.Add("node", "is not a node's number");
        if (Mode(body.Mode) is not { } mode)
        {
            mode = default;
            parts.Add("mode", "must be event_driven_only, polling_only, hybrid or disabled");
        }

        if (!parts.IsValid) return parts.Problem;
        var outcome = await work.HandleAsync(
            new SwitchWakeUpRequest { Node = node is null ? null : id, Mode = mode, Actor = actor, Reason = reason, IdempotencyKey = key }, ct);
        return Acts.Settle(outcome, http.Response) is OperatorOutcome.Applied ? Results.NoContent() : ProblemMapping.Of(Acts.First(outcome), "There is no such live node");
    }

    private static WakeUpMode? Mode(string? text) => text switch
    {
        "event_driven_only" => WakeUpMode.EventDrivenOnly,
        "polling_only" => WakeUpMode.PollingOnly,
        "hybrid" => WakeUpMode.Hybrid,
        "disabled" => WakeUpMode.Disabled,
        _ => null,
    };
}
