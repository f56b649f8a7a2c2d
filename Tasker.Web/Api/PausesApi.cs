using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Pauses of tasks, templates, namespaces and queues.</summary>
internal static class PausesApi
{
    private const string NoPause = "There is no such pause";
    private const int MaxKey = 128;

    public static IEndpointRouteBuilder MapPauses(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/pauses", ListAsync).Needs("pauses:read", "What is paused, the last first").Produces<PauseListBody>();
        v1.MapPost("/pauses", PauseAsync).Needs("pauses:write", "Pauses a task, a template, a namespace or a queue")
            .Accepts<PauseRequestBody>("application/json").Produces<PauseBody>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        v1.MapDelete("/pauses/{pause}", ResumeAsync).Needs("pauses:write", "Ends a pause").Produces(204)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> ListAsync(PauseBrowser pauses, CancellationToken ct) =>
        Results.Json(new PauseListBody([.. (await pauses.ListAsync(ct)).Select(PauseBody.Of)]), ApiJson.Default.PauseListBody);

    private static async Task<IResult> PauseAsync(HttpContext http, PauseWork work, PauseBrowser pauses, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.PauseRequestBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (target, actor, reason, key) = (Target(body, parts), parts.Actor(body.PausedBy), parts.Reason(body.Reason), parts.IdempotencyKey(body.IdempotencyKey, MaxKey));
        if (!parts.IsValid || target is null) return parts.Problem;
        var outcome = await work.HandleAsync(
            new PauseRequest { Target = target, Actor = actor, Reason = reason, Until = body.Until, IdempotencyKey = key }, ct);
        if (Acts.Settle(outcome, http.Response) is not OperatorOutcome.Applied)
        {
            return ProblemMapping.Of(Acts.First(outcome), $"There is no such {target.Scope.ToString().ToLowerInvariant()}");
        }

        var made = (await pauses.ListAsync(ct)).FirstOrDefault(p => p.Target.Key == target.Key);
        return made is null
            ? ProblemMapping.Conflict("It was paused, and has been resumed meanwhile")
            : Results.Extensions.Json201($"/v1/pauses/{made.PauseId}", PauseBody.Of(made), ApiJson.Default.PauseBody);
    }

    private static async Task<IResult> ResumeAsync(string pause, HttpContext http, ResumeWork work, PauseBrowser pauses, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow("reason");
        if (!Guid.TryParseExact(pause, "D", out var id)) parts.Add("pause_uuid", "is not a UUID");
        var (actor, reason, key) = (parts.Actor(null), parts.Reason(parts.Text("reason")), parts.IdempotencyKey(null, MaxKey));
        if (!parts.IsValid) return parts.Problem;
        if (await pauses.GetAsync(id, ct) is not { } found) return ProblemMapping.NotFound(NoPause);
        var outcome = await work.HandleAsync(new ResumeRequest { Target = found.Target, Actor = actor, Reason = reason, IdempotencyKey = key }, ct);
        return Acts.Settle(outcome, http.Response) is OperatorOutcome.Applied ? Results.NoContent() : ProblemMapping.Of(Acts.First(outcome), NoPause);
    }

    private static PauseTarget? Target(PauseRequestBody body, RequestParts parts)
    {
        var given = new (string Name, string? Value)[]
        {
            ("task_uuid", body.TaskUuid), ("namespace", body.Namespace), ("template", body.Template), ("version", body.Version), ("queue", body.Queue),
        };
        string[]? needed = body.Scope switch
        {
            "task" => ["task_uuid"],
            "template" => ["namespace", "template"],
            "namespace" => ["namespace"],
            "queue" => ["queue"],
            _ => null,
        };
        if (needed is null)
        {
            parts.Add("scope", "must be task, template, namespace or queue");
            return null;
        }

        foreach (var (name, value) in given)
        {
            if (string.IsNullOrWhiteSpace(value) && needed.Contains(name)) parts.Add(name, $"is required to pause a {body.Scope}");
            else if (value is not null && !needed.Contains(name) && !(name == "version" && body.Scope == "template")) parts.Add(name, $"does not belong to a {body.Scope}");
        }

        if (!parts.IsValid) return null;
        return body.Scope switch
        {
            "task" => PauseTarget.OfTask(parts.Task(body.TaskUuid!)),
            "template" => PauseTarget.OfTemplate(body.Namespace!, body.Template!, body.Version),
            "namespace" => PauseTarget.OfNamespace(body.Namespace!),
            _ => PauseTarget.OfQueue(body.Queue!),
        };
    }
}
