using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Api;

/// <summary>Dead letters over HTTP: routes, status codes, filters, conditions.</summary>
[Trait("Feature", "F121")]
public sealed class DeadLettersApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static int _last;

    [Fact]
    public async Task Entry_EnteredReadAndResolved_GoesItsWay()
    {
        var task = await TaskAsync();

        var made = await server.Http.PostAsync("/v1/dlq", ApiServer.Json($$"""{"task_uuid": "{{task}}", "reason": "odd", "entered_by": "ana"}"""));
        var again = await server.Http.PostAsync("/v1/dlq", ApiServer.Json($$"""{"task_uuid": "{{task}}", "reason": "odd"}"""));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (made.StatusCode, again.StatusCode));
        var entry = await ApiServer.ReadAsync(made);
        var id = entry.GetProperty("dlq_entry_uuid").GetString();
        Assert.Equal($"/v1/dlq/entry/{id}", made.Headers.Location!.ToString());
        Assert.Equal(("manual_dlq", "pending"), (entry.GetProperty("dlq_reason").GetString(), entry.GetProperty("resolution_status").GetString()));
        Assert.Equal("a", entry.GetProperty("task_snapshot").GetProperty("steps")[0].GetProperty("name").GetString());
        Assert.Equal(id, (await server.GetAsync($"/v1/dlq/task/{task}")).GetProperty("dlq_entry_uuid").GetString());

        var wrong = await PatchAsync(id!, """{"resolution_status": "cancelled", "resolution_notes": "no"}""", "\"cancelled\"");
        var resolved = await PatchAsync(id!, """{"resolution_status": "permanently_failed", "resolution_notes": "gone", "resolved_by": "ben"}""", "\"pending\"");
        var late = await PatchAsync(id!, """{"resolution_status": "cancelled", "resolution_notes": "no"}""", null);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.Conflict), (wrong.StatusCode, resolved.StatusCode, late.StatusCode));
        Assert.Equal("user:ben", (await ApiServer.ReadAsync(resolved)).GetProperty("resolved_by").GetString());
        Assert.Equal("user:ben", (await ApiServer.ReadAsync(late)).GetProperty("by").GetString());
    }

    [Fact]
    public async Task List_FilteredAndPaged_ShowsEachOnce()
    {
        var tasks = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            tasks.Add(await TaskAsync());
            await EnterAsync(tasks[^1]);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await server.GetAsync("/v1/dlq?resolution_status=pending&reason=manual_dlq&namespace=api&task_name=one&limit=2" + (cursor is null ? "" : $"&cursor={cursor}"));
            seen.AddRange(page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("task_uuid").GetString()!));
            cursor = page.GetProperty("pagination").TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(tasks), seen.Where(tasks.Contains));
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(0, (await server.GetAsync("/v1/dlq?namespace=other")).GetProperty("entries").GetArrayLength());
        Assert.Equal(0, (await server.GetAsync("/v1/dlq?reason=staleness_timeout")).GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Queue_Stats_And_BulkResolve_AgreeOnWhatIsPending()
    {
        var task = await TaskAsync();
        var id = await EnterAsync(task);
        Assert.Contains(await QueuedAsync(), e => e == id);

        var closed = await server.Http.PostAsync(
            "/v1/dlq/bulk-resolve",
            ApiServer.Json($$"""{"entry_uuids": ["{{id}}", "{{Guid.CreateVersion7()}}"], "resolution_status": "cancelled", "resolution_notes": "not needed"}"""));

        Assert.Equal("""{"closed":1,"skipped":1,"more":false}""", await closed.Content.ReadAsStringAsync());
        Assert.DoesNotContain(await QueuedAsync(), e => e == id);
        var stats = (await server.GetAsync("/v1/dlq/stats")).GetProperty("reasons").EnumerateArray().ToList();
        Assert.Equal(5, stats.Count);
        Assert.Contains(stats, r => r.GetProperty("dlq_reason").GetString() == "manual_dlq" && r.GetProperty("total_entries").GetInt64() > 0);
    }

    [Fact]
    public async Task Requeue_NothingFailed_ConflictsAndSaysWhy()
    {
        var id = await EnterAsync(await TaskAsync());

        var answer = await server.Http.PostAsync($"/v1/dlq/entry/{id}/requeue", ApiServer.Json("""{"reason": "again"}"""));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("complete", (await ApiServer.ReadAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F124")]
    public async Task Staleness_All_ShowsOpenTasksWithTheirLimits()
    {
        var broken = await (await server.PostTaskAsync("""{"name": "broken", "namespace": "api", "context": {"n": "stale"}}""")).Content.ReadAsStringAsync();
        var id = JsonElement.Parse(broken).GetProperty("task_uuid").GetString();
        // The limit is the state's: a task that still runs has another.
        await TaskerHarness.UntilAsync(
            async () => (await server.GetAsync($"/v1/tasks/{id}")).GetProperty("status").GetString(), s => s == "blocked_by_failures");

        var all = await server.GetAsync("/v1/dlq/staleness?health=all&limit=100");
        var attention = await server.GetAsync("/v1/dlq/staleness");
        var preview = await server.GetAsync("/v1/dlq/staleness/preview");

        var row = all.GetProperty("tasks").EnumerateArray().Single(t => t.GetProperty("task_uuid").GetString() == id);
        Assert.Equal(("healthy", "system", 2880), (
            row.GetProperty("health_status").GetString(), row.GetProperty("threshold_source").GetString(), row.GetProperty("max_duration_minutes").GetDouble()));
        Assert.Equal(0, attention.GetProperty("tasks").GetArrayLength());
        Assert.True(preview.GetProperty("complete").GetBoolean());
    }

    [Theory]
    [InlineData("/v1/dlq?resolution_status=lost", 400)]
    [InlineData("/v1/dlq?reason=lost", 400)]
    [InlineData("/v1/dlq?task_status=lost", 400)]
    [InlineData("/v1/dlq?offset=3", 400)]
    [InlineData("/v1/dlq?cursor=x", 400)]
    [InlineData("/v1/dlq/investigation-queue?cursor=x", 400)]
    [InlineData("/v1/dlq/staleness?health=ill", 400)]
    [InlineData("/v1/dlq/staleness?cursor=0.x", 400)]
    [InlineData("/v1/dlq/entry/x", 400)]
    [InlineData("/v1/dlq/entry/01a1fdbb-e79b-7502-b4d2-069b58000000", 404)]
    [InlineData("/v1/dlq/task/01a1fdbb-e79b-7502-b4d2-069b58000000", 404)]
    public async Task Get_BadRequest_IsRefused(string path, int status) => Assert.Equal(status, (int)(await server.Http.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("/v1/dlq", """{"reason": "x"}""")]
    [InlineData("/v1/dlq", """{"task_uuid": "01a1fdbb-e79b-7502-b4d2-069b58000000"}""")]
    [InlineData("/v1/dlq/bulk-resolve", """{"resolution_status": "cancelled", "resolution_notes": "x"}""")]
    [InlineData("/v1/dlq/bulk-resolve", """{"filter": {"reason": "lost"}, "resolution_status": "cancelled", "resolution_notes": "x"}""")]
    [InlineData("/v1/dlq/bulk-resolve", """{"filter": {"namespace": "api"}, "resolution_status": "pending", "resolution_notes": "x"}""")]
    [InlineData("/v1/dlq/entry/01a1fdbb-e79b-7502-b4d2-069b58000000/requeue", "{}")]
    public async Task Post_BadRequest_IsRefused(string path, string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.PostAsync(path, ApiServer.Json(body))).StatusCode);

    private async Task<string> TaskAsync()
    {
        var n = Interlocked.Increment(ref _last);
        var made = await server.PostTaskAsync($$$"""{"name": "one", "namespace": "api", "context": {"n": "dlq {{{n}}}"}}""");
        var id = (await ApiServer.ReadAsync(made)).GetProperty("task_uuid").GetString()!;
        await TaskerHarness.UntilAsync(async () => (await server.GetAsync($"/v1/tasks/{id}")).GetProperty("status").GetString(), s => s == "complete");
        return id;
    }

    private async Task<string> EnterAsync(string task) => (await ApiServer.ReadAsync(
        await server.Http.PostAsync("/v1/dlq", ApiServer.Json($$"""{"task_uuid": "{{task}}", "reason": "odd"}""")))).GetProperty("dlq_entry_uuid").GetString()!;

    private async Task<IEnumerable<string?>> QueuedAsync() =>
        (await server.GetAsync("/v1/dlq/investigation-queue?limit=100")).GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("dlq_entry_uuid").GetString());

    private async Task<HttpResponseMessage> PatchAsync(string entry, string body, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/dlq/entry/{entry}") { Content = ApiServer.Json(body) };
        if (ifMatch is not null) request.Headers.IfMatch.Add(new EntityTagHeaderValue(ifMatch));
        return await server.Http.SendAsync(request);
    }
}
