using System.Globalization;
using System.Text.Json;
using Tasker.Data.Operators;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Durable domain events: read by position, sent once more.</summary>
internal static class EventsApi
{
    private const int MaxKey = 128;
    private const int DefaultLimit = 100;

    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/events", ListAsync).Needs("events:read", "Published domain events after a position, in their order").Produces<EventPageBody>().ProducesProblem(400);
        v1.MapPost("/events/replay", ReplayAsync).Needs("events:replay", "Sends the events of a range into their queues once more")
            .Accepts<EventReplayBody>("application/json").Produces<ReplayedBody>().ProducesProblem(400).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, EventBrowser events, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("after", "name", "limit");
        var after = 0L;
        if (parts.Text("after") is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)) parts.Add("after", "must be a position");
        var limit = parts.Number("limit", 1, EventBrowser.MostRows, DefaultLimit);
        if (!parts.IsValid) return parts.Problem;
        var page = await events.ReadAsync(after, parts.Text("name"), limit, ct);
        return page.Problem is { } problem
            ? ProblemMapping.Invalid(problem)
            : Results.Json(new EventPageBody([.. page.Events.Select(e => JsonElement.Parse(e.Json))], page.Next), ApiJson.Default.EventPageBody);
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, ReplayEvents replay, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.EventReplayBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (actor, reason, key) = (parts.Actor(body.ReplayedBy), parts.Reason(body.Reason), parts.IdempotencyKey(body.IdempotencyKey, MaxKey));
        if (body.From is not >= 1) parts.Add("from", "must be a position, 1 or more");
        if (body.To is null || body.To < body.From) parts.Add("to", "must be a position, not below 'from'");
        if (!parts.IsValid) return parts.Problem;
        var outcome = await replay.HandleAsync(
            new ReplayEventsRequest { From = body.From!.Value, To = body.To!.Value, Name = body.Name, Actor = actor, Reason = reason, IdempotencyKey = key }, ct);
        return Acts.Settle(outcome, http.Response) is OperatorOutcome.Applied applied
            ? Results.Json(new ReplayedBody(applied.State), ApiJson.Default.ReplayedBody)
            : ProblemMapping.Of(Acts.First(outcome), "There are no such events");
    }
}
