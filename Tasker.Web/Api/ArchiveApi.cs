using System.Globalization;
using Tasker.Data.Operators;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Messages that were put aside.</summary>
internal static class ArchiveApi
{
    private const string NoQueue = "There is no such queue";
    private const string NoMessage = "There is no such message in this archive";

    public static IEndpointRouteBuilder MapArchive(this IEndpointRouteBuilder v1)
    {
        var archive = v1.MapGroup("/queues/{queue}/archive");
        archive.MapGet("", ListAsync).Needs("queues:read", "Messages that were put aside, newest first").Produces<ArchivePageBody>()
            .ProducesProblem(400).ProducesProblem(404);
        archive.MapPost("/{id:long}/replay", ReplayAsync).Needs("queues:replay", "Puts a message back into its queue")
            .Accepts<ReplayBody>("application/json").Produces<ReplayedBody>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        return v1;
    }

    private static async Task<IResult> ListAsync(string queue, HttpRequest request, ArchiveBrowser archive, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("below");
        long? below = null;
        if (parts.Text("below") is { } text)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) below = id;
            else parts.Add("below", "must be a message's id");
        }

        if (!parts.IsValid) return parts.Problem;
        if (await archive.ListAsync(queue, below, ct) is not { } found) return ProblemMapping.NotFound(NoQueue);
        return Results.Json(
            new ArchivePageBody([.. found.Select(ArchivedMessageBody.Of)], found.Count == ArchiveBrowser.PageSize ? found[^1].Id : null), ApiJson.Default.ArchivePageBody);
    }

    private static async Task<IResult> ReplayAsync(string queue, long id, HttpContext http, ReplayMessage replay, CancellationToken ct)
    {
        var (body, problem) = await BodyReader.JsonAsync(http.Request, ApiJson.Default.ReplayBody);
        if (body is null) return problem!;
        var parts = new RequestParts(http.Request).Allow();
        var (actor, reason) = (parts.Actor(body.ReplayedBy), parts.Reason(body.Reason));
        if (!parts.IsValid) return parts.Problem;
        return await replay.HandleAsync(queue, id, actor, reason, ct) is var outcome && outcome is OperatorOutcome.Applied applied
            ? Results.Json(new ReplayedBody(applied.State), ApiJson.Default.ReplayedBody)
            : ProblemMapping.Of(outcome, NoMessage);
    }
}
