using System.Text.Json;
using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>What people do with dead letters through the API.</summary>
internal static class DeadLetterActs
{
    private const int MaxKey = 128;
    private const int MaxNotes = 1000;

    public static void MapDeadLetterActs(this IEndpointRouteBuilder dlq)
    {
        dlq.MapPost("", EnterAsync).Needs("dlq:update", "Enters a task as a dead letter").Accepts<EnterDeadLetterBody>("application/json")
            .Produces<DeadLetterBody>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        dlq.MapPatch("/entry/{entry}", ResolveAsync).Needs("dlq:update", "Decides about a dead letter, or keeps notes with it")
            .Accepts<ResolveDeadLetterBody>("application/json").Produces<DeadLetterBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        dlq.MapPost("/entry/{entry}/requeue", RequeueAsync).Needs("dlq:update", "Lets the task run again and closes the dead letter")
            .Accepts<RequeueDeadLetterBody>("application/json").Produces<DeadLetterBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        dlq.MapPost("/bulk-resolve", CloseAsync).Needs("dlq:update", "Closes many dead letters at once")
            .Accepts<CloseDeadLettersBody>("application/json").Produces<ClosedDeadLettersBody>().ProducesProblem(400);
    }

    private static async Task<IResult> EnterAsync(HttpContext http, EnterDeadLetter work, DeadLetterBrowser letters, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.EnterDeadLetterBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (task, actor, reason, key) = (
            parts.Task(body.TaskUuid ?? ""), parts.Actor(body.EnteredBy), parts.Reason(body.Reason), parts.IdempotencyKey(body.IdempotencyKey, MaxKey));
        if (!parts.IsValid) return parts.Problem;
        var made = await work.HandleAsync(new EnterDeadLetterRequest { TaskId = task, Actor = actor, Reason = reason, IdempotencyKey = key }, ct);
        if (Acts.Settle(made.Outcome, http.Response) is not OperatorOutcome.Applied) return ProblemMapping.Of(Acts.First(made.Outcome), "There is no such task");
        return await letters.GetAsync(made.EntryId!.Value, ct) is { } entry
            ? Results.Extensions.Json201($"/v1/dlq/entry/{entry.Item.EntryId}", DeadLetterBody.Of(entry), ApiJson.Default.DeadLetterBody)
            : ProblemMapping.NotFound(DeadLettersApi.NoEntry);
    }

    private static async Task<IResult> ResolveAsync(string entry, HttpContext http, ResolveDeadLetter work, DeadLetterBrowser letters, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.ResolveDeadLetterBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var status = body.ResolutionStatus == DeadLetterResolutions.Pending ? null : body.ResolutionStatus;
        CheckStatus(parts, status);
        var expected = parts.ExpectedState(body.ExpectedStatus) ?? DeadLetterResolutions.Pending;
        if (!DeadLetterResolutions.All.Contains(expected)) parts.Add("expected_status", "is no status of a dead letter");
        if (body.Metadata is { } metadata && (metadata.ValueKind != JsonValueKind.Object || metadata.GetRawText().Length > ResolveDeadLetter.MaxMetadata))
        {
            parts.Add("metadata", $"must be a JSON object of at most {ResolveDeadLetter.MaxMetadata} characters");
        }

        var request = new ResolveDeadLetterRequest
        {
            EntryId = DeadLettersApi.EntryId(parts, entry),
            Actor = parts.Actor(body.ResolvedBy),
            Notes = Notes(parts, body.ResolutionNotes),
            Resolution = status,
            ExpectedStatus = expected,
            MetadataJson = body.Metadata?.GetRawText(),
            IdempotencyKey = parts.IdempotencyKey(body.IdempotencyKey, MaxKey),
        };
        if (!parts.IsValid) return parts.Problem;
        return await AnswerAsync(request.EntryId, await work.HandleAsync(request, ct), http.Response, letters, ct);
    }

    private static async Task<IResult> RequeueAsync(string entry, HttpContext http, RequeueDeadLetter work, DeadLetterBrowser letters, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.RequeueDeadLetterBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var request = new RequeueDeadLetterRequest
        {
            EntryId = DeadLettersApi.EntryId(parts, entry),
            Actor = parts.Actor(body.RequeuedBy),
            Reason = parts.Reason(body.Reason),
            IdempotencyKey = parts.IdempotencyKey(body.IdempotencyKey, MaxKey),
        };
        if (!parts.IsValid) return parts.Problem;
        return await AnswerAsync(request.EntryId, await work.HandleAsync(request, ct), http.Response, letters, ct);
    }

    private static async Task<IResult> CloseAsync(HttpContext http, CloseDeadLetters work, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.CloseDeadLettersBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        CheckStatus(parts, body.ResolutionStatus ?? "");
        if (body.Filter?.Reason is { } reason && !DeadLetterReasons.All.Contains(reason)) parts.Add("filter.reason", "is no reason of a dead letter");
        var request = new CloseDeadLettersRequest
        {
            EntryIds = body.EntryUuids,
            Filter = body.Filter is { } f
                ? new DeadLetterFilter
                {
                    Reason = f.Reason, Namespace = f.Namespace, Template = f.TaskName, TaskState = DeadLettersApi.State(parts, f.TaskStatus),
                    EnteredBefore = f.EnteredBefore,
                }
                : null,
            Resolution = body.ResolutionStatus ?? "",
            Actor = parts.Actor(body.ResolvedBy),
            Notes = Notes(parts, body.ResolutionNotes),
        };
        if (!parts.IsValid) return parts.Problem;
        var done = await work.HandleAsync(request, ct);
        return done.Problem is { } wrong
            ? ProblemMapping.Invalid(new FieldError("entry_uuids", wrong))
            : Results.Json(new ClosedDeadLettersBody(done.Closed, done.Skipped, done.More), ApiJson.Default.ClosedDeadLettersBody);
    }

    private static async Task<IResult> AnswerAsync(
        Guid entry, OperatorOutcome outcome, HttpResponse response, DeadLetterBrowser letters, CancellationToken ct)
    {
        if (Acts.Settle(outcome, response) is not OperatorOutcome.Applied) return ProblemMapping.Of(Acts.First(outcome), DeadLettersApi.NoEntry);
        return await letters.GetAsync(entry, ct) is { } found ? DeadLettersApi.Body(found, response) : ProblemMapping.NotFound(DeadLettersApi.NoEntry);
    }

    private static void CheckStatus(RequestParts parts, string? status)
    {
        if (status is not null && !DeadLetterResolutions.Final.Contains(status))
        {
            parts.Add("resolution_status", $"must be one of {string.Join(", ", DeadLetterResolutions.Final)}");
        }
    }

    private static string Notes(RequestParts parts, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxNotes || text.Contains('\0')) parts.Add("resolution_notes", $"is required, at most {MaxNotes} characters");
        return text ?? "";
    }
}
