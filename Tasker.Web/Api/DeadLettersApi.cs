using Tasker.Data.DeadLetters;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Dead letters and staleness: what there is (R§9.1).</summary>
internal static class DeadLettersApi
{
    internal const string NoEntry = "There is no such dead letter";

    public static IEndpointRouteBuilder MapDeadLetters(this IEndpointRouteBuilder v1)
    {
        var dlq = v1.MapGroup("/dlq");
        dlq.MapGet("", ListAsync).Needs("dlq:read", "Dead letters, newest first").Produces<DeadLetterPageBody>().ProducesProblem(400);
        dlq.MapGet("/investigation-queue", QueueAsync).Needs("dlq:read", "Pending dead letters, the most urgent first").Produces<DeadLetterPageBody>()
            .ProducesProblem(400);
        dlq.MapGet("/stats", StatsAsync).Needs("dlq:stats", "Dead letters by reason").Produces<DeadLetterStatsBody>();
        dlq.MapGet("/task/{task}", OfTaskAsync).Needs("dlq:read", "The newest dead letter of a task").Produces<DeadLetterBody>()
            .ProducesProblem(400).ProducesProblem(404);
        dlq.MapGet("/entry/{entry}", GetAsync).Needs("dlq:read", "One dead letter with its snapshot").Produces<DeadLetterBody>()
            .ProducesProblem(400).ProducesProblem(404);
        dlq.MapGet("/staleness", StalenessAsync).Needs("dlq:read", "Open tasks near or over a limit, oldest first").Produces<StalenessPageBody>()
            .ProducesProblem(400);
        dlq.MapGet("/staleness/preview", PreviewAsync).Needs("dlq:read", "What the next run of the detector would do").Produces<StalenessPreviewBody>()
            .ProducesProblem(400);
        dlq.MapDeadLetterActs();
        return v1;
    }

    /// <summary>An entry with its status as entity tag, by which a decision can be made conditional.</summary>
    internal static IResult Body(DeadLetterEntry entry, HttpResponse response)
    {
        response.Headers.ETag = $"\"{entry.Item.Resolution}\"";
        return Results.Json(DeadLetterBody.Of(entry), ApiJson.Default.DeadLetterBody);
    }

    internal static TaskState? State(RequestParts parts, string? text)
    {
        if (text is null) return null;
        if (StateNames.TryParseTask(text, out var state)) return state;
        parts.Add("task_status", "is no state of a task");
        return null;
    }

    internal static Guid EntryId(RequestParts parts, string text)
    {
        if (!Guid.TryParseExact(text, "D", out var id)) parts.Add("dlq_entry_uuid", "is not a UUID");
        return id;
    }

    private static async Task<IResult> ListAsync(HttpRequest request, DeadLetterBrowser letters, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("resolution_status", "reason", "namespace", "task_name", "task_status", "cursor", "limit");
        var page = parts.Page();
        var filter = new DeadLetterFilter
        {
            Resolution = parts.Text("resolution_status"),
            Reason = parts.Text("reason"),
            Namespace = parts.Text("namespace"),
            Template = parts.Text("task_name"),
            TaskState = State(parts, parts.Text("task_status")),
        };
        return parts.IsValid ? Page(await letters.ListAsync(filter, page, ct), page) : parts.Problem;
    }

    private static async Task<IResult> QueueAsync(HttpRequest request, DeadLetterBrowser letters, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("reason", "namespace", "task_name", "task_status", "cursor", "limit");
        var page = parts.Page();
        var filter = new DeadLetterFilter
        {
            Reason = parts.Text("reason"), Namespace = parts.Text("namespace"), Template = parts.Text("task_name"), TaskState = State(parts, parts.Text("task_status")),
        };
        return parts.IsValid ? Page(await letters.QueueAsync(filter, page, ct), page) : parts.Problem;
    }

    private static IResult Page(KeysetPage<DeadLetterItem> found, PageRequest page) => found.Problem is { } problem
        ? ProblemMapping.Invalid(problem)
        : Results.Json(
            new DeadLetterPageBody([.. found.Items.Select(DeadLetterBody.Of)], PaginationBody.Of(found, page.Size)), ApiJson.Default.DeadLetterPageBody);

    private static async Task<IResult> StatsAsync(DeadLetterBrowser letters, CancellationToken ct) => Results.Json(
        new DeadLetterStatsBody([.. (await letters.StatsAsync(ct)).Select(DeadLetterReasonBody.Of)]), ApiJson.Default.DeadLetterStatsBody);

    private static async Task<IResult> OfTaskAsync(string task, HttpContext http, DeadLetterBrowser letters, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow();
        var id = parts.Task(task);
        if (!parts.IsValid) return parts.Problem;
        return await letters.OfTaskAsync(id, ct) is { } entry ? Body(entry, http.Response) : ProblemMapping.NotFound(NoEntry);
    }

    private static async Task<IResult> GetAsync(string entry, HttpContext http, DeadLetterBrowser letters, CancellationToken ct)
    {
        var parts = new RequestParts(http.Request).Allow();
        var id = EntryId(parts, entry);
        if (!parts.IsValid) return parts.Problem;
        return await letters.GetAsync(id, ct) is { } found ? Body(found, http.Response) : ProblemMapping.NotFound(NoEntry);
    }

    private static async Task<IResult> StalenessAsync(HttpRequest request, StalenessBrowser tasks, TimeProvider clock, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow("health", "cursor", "limit");
        var (page, health) = (parts.Page(), parts.Text("health"));
        if (!parts.IsValid) return parts.Problem;
        var found = await tasks.ListAsync(health, page, ct);
        var now = clock.GetUtcNow();
        return found.Problem is { } problem
            ? ProblemMapping.Invalid(problem)
            : Results.Json(
                new StalenessPageBody([.. found.Items.Select(i => StalenessBody.Of(i, now))], found.Older, found.SearchedRows), ApiJson.Default.StalenessPageBody);
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, StalenessBrowser tasks, CancellationToken ct)
    {
        var parts = new RequestParts(request).Allow();
        if (!parts.IsValid) return parts.Problem;
        var look = await tasks.PreviewAsync(ct);
        return Results.Json(
            new StalenessPreviewBody([.. look.Planned.Select(PlannedActBody.Of)], look.Stale, look.Looked, look.Next is null), ApiJson.Default.StalenessPreviewBody);
    }
}
