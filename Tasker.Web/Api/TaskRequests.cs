using System.Globalization;
using System.Text.Json;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Creates tasks for the API.</summary>
internal static class TaskRequests
{
    private const int MaxKey = 255;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static async Task<IResult> CreateAsync(HttpContext http, CommandProcessor commands)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.TaskRequestBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var key = parts.IdempotencyKey(body.IdempotencyKey, MaxKey);
        var requestedAt = RequestedAt(parts, body.RequestedAt);
        if (body.Name is null) parts.Add("name", "is required");
        if (body.Context.ValueKind == JsonValueKind.Undefined) parts.Add("context", "is required");
        if (!parts.IsValid) return parts.Problem;
        // Not the request's token: a caller who hangs up must not leave it open whether the task exists.
        var outcome = await commands.CreateTaskAsync(Request(http, body, key, requestedAt), CancellationToken.None);
        return outcome switch
        {
            TaskRequestOutcome.Created created => Created(body, created),
            TaskRequestOutcome.Duplicate => ProblemMapping.Conflict("A task with this identity exists"),
            TaskRequestOutcome.UnknownTemplate unknown => ProblemMapping.NotFound($"There is no template {unknown.What}"),
            TaskRequestOutcome.Invalid invalid => ProblemMapping.Invalid([.. invalid.Problems.Select(p => new FieldError(p.Field, p.Message))]),
            _ => throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}"),
        };
    }

    private static TaskRequest Request(HttpContext http, TaskRequestBody body, string? key, DateTimeOffset? requestedAt) => new()
    {
        Name = body.Name!,
        Namespace = body.Namespace,
        Version = body.Version,
        Context = body.Context,
        Initiator = body.Initiator,
        SourceSystem = body.SourceSystem,
        Reason = body.Reason,
        Tags = body.Tags,
        Options = body.Options,
        Priority = body.Priority,
        RequestedAt = requestedAt,
        CorrelationId = body.CorrelationId ?? Guid.Parse(http.Response.Headers[ProblemMapping.CorrelationHeader].ToString()),
        ParentCorrelationId = body.ParentCorrelationId,
        IdempotencyKey = key,
    };

    private static IResult Created(TaskRequestBody body, TaskRequestOutcome.Created created) => Results.Extensions.Json201(
        $"/v1/tasks/{created.TaskId}",
        new TaskCreatedBody(
            created.TaskId.Value, body.Name!, body.Namespace, body.Version, "pending", created.CorrelationId, body.ParentCorrelationId, body.Priority,
            body.Initiator, body.SourceSystem, body.Reason, body.Tags),
        ApiJson.Default.TaskCreatedBody);

    private static DateTimeOffset? RequestedAt(RequestParts parts, string? text)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUniversalTime();
        parts.Add("requested_at", "must be a time with its zone, such as 2026-02-28T12:00:00Z");
        return null;
    }
}
