using System.Net;
using System.Text.Json;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Api;

public sealed class TasksApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly HashSet<string> Ended = ["complete", "error", "blocked_by_failures", "cancelled"];

    [Fact]
    [Trait("Feature", "F004")]
    [Trait("Feature", "F100")]
    public async Task Post_FullRequest_RoundTrips()
    {
        const string parent = "01890000-0000-7000-8000-00000000000a";
        var response = await server.PostTaskAsync(
            $$"""{"namespace":"api","name":"one","context":{"n":6},"initiator":"ada","source_system":"test","reason":"why","tags":["x","y"],"priority":-7,"parent_correlation_id":"{{parent}}","requested_at":"2026-02-28T12:00:00+01:00"}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var created = await ApiServer.ReadAsync(response);
        Assert.Equal($"/v1/tasks/{created.GetProperty("task_uuid").GetString()}", response.Headers.Location!.OriginalString);
        var task = await server.GetAsync(response.Headers.Location.OriginalString);
        Assert.Equal("ada", task.GetProperty("initiator").GetString());
        Assert.Equal("test", task.GetProperty("source_system").GetString());
        Assert.Equal("why", task.GetProperty("reason").GetString());
        Assert.Equal(-7, task.GetProperty("priority").GetInt32());
        Assert.Equal(["x", "y"], task.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!));
        Assert.Equal(parent, task.GetProperty("parent_correlation_id").GetString());
        Assert.Equal(created.GetProperty("correlation_id").GetString(), task.GetProperty("correlation_id").GetString());
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 11, 0, 0, TimeSpan.Zero), task.GetProperty("requested_at").GetDateTimeOffset());
        Assert.Equal(6, task.GetProperty("context").GetProperty("n").GetInt32());
    }

    [Fact]
    [Trait("Feature", "F010")]
    public async Task Post_SameContextInOtherOrder_Is409WithoutTheId()
    {
        Assert.Equal(HttpStatusCode.Created, (await server.PostTaskAsync("""{"namespace":"api","name":"one","context":{"a":1,"b":2}}""")).StatusCode);

        var second = await server.PostTaskAsync("""{"namespace":"api","name":"one","context":{"b":2,"a":1}}""");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.DoesNotContain("task_uuid", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await server.PostTaskAsync("""{"namespace":"api","name":"one","context":{"a":1,"b":3}}""")).StatusCode);
    }

    [Fact]
    [Trait("Feature", "F011")]
    public async Task Post_CallerProvidedWithoutKey_Is400()
    {
        var problem = await ApiServer.ReadAsync(await server.PostTaskAsync("""{"namespace":"api","name":"keyed","context":{}}"""));

        Assert.Equal("idempotency_key", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    [Trait("Feature", "F011")]
    public async Task Post_AlwaysUniqueTwice_MakesTwoTasks()
    {
        var first = await ApiServer.ReadAsync(await server.PostTaskAsync("""{"namespace":"api","name":"unique","context":{}}"""));
        var second = await ApiServer.ReadAsync(await server.PostTaskAsync("""{"namespace":"api","name":"unique","context":{}}"""));

        Assert.NotEqual(first.GetProperty("task_uuid").GetString(), second.GetProperty("task_uuid").GetString());
    }

    [Fact]
    [Trait("Feature", "F012")]
    public async Task Post_KeyInHeaderThenInBody_IsTheSameTask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tasks") { Content = ApiServer.Json("""{"namespace":"api","name":"one","context":{"k":1}}""") };
        request.Headers.Add("Idempotency-Key", "key-1");

        Assert.Equal(HttpStatusCode.Created, (await server.Http.SendAsync(request)).StatusCode);
        var again = await server.PostTaskAsync("""{"namespace":"api","name":"one","context":{"k":2},"idempotency_key":"key-1"}""");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    [Trait("Feature", "F014")]
    public async Task Post_FiftyIdentical_OneIsCreated()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.PostTaskAsync("""{"namespace":"api","name":"one","context":{"herd":1}}""")));

        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(49, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    [Trait("Feature", "F048")]
    public async Task Post_TwentyOnAPoolOfOne_AllAreCreated()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.PostTaskAsync($$"""{"namespace":"api","name":"one","context":{"pool":{{i}} } }""")))
            .WaitAsync(TaskerHarness.Patience);

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
    }

    [Fact]
    [Trait("Feature", "F100")]
    public async Task List_ByCursor_ShowsEveryTaskOnce()
    {
        for (var i = 0; i < 5; i++) await server.PostTaskAsync($$"""{"namespace":"api","name":"one","initiator":"pager","context":{"page":{{i}} } }""");

        var seen = new List<string>();
        var path = "/v1/tasks?initiator=pager&limit=2";
        while (path is not null)
        {
            var page = await server.GetAsync(path);
            seen.AddRange(page.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("task_uuid").GetString()!));
            var pagination = page.GetProperty("pagination");
            Assert.Equal(2, pagination.GetProperty("limit").GetInt32());
            path = pagination.GetProperty("has_next").GetBoolean()
                ? $"/v1/tasks?initiator=pager&limit=2&cursor={Uri.EscapeDataString(pagination.GetProperty("next_cursor").GetString()!)}"
                : null;
        }

        Assert.Equal(5, seen.Count);
        Assert.Equal(5, seen.Distinct().Count());
    }

    [Fact]
    [Trait("Feature", "F101")]
    public async Task Patch_FailedStep_CompletesWithResultAndTaskGoesOn()
    {
        var (task, step) = await FailedAsync("""{"case":"complete"}""");
        const string body = """{"action_type":"complete_manually","reason":"done by hand","completed_by":"ada","expected_state":"error","idempotency_key":"c-1","completion_data":{"result":{"n":1}}}""";

        var response = await server.Http.PatchAsync(step, ApiServer.Json(body));
        var replay = await server.Http.PatchAsync(step, ApiServer.Json(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var after = await ApiServer.ReadAsync(response);
        Assert.Equal("complete", after.GetProperty("current_state").GetString());
        Assert.Equal(1, after.GetProperty("results").GetProperty("n").GetInt32());
        Assert.Equal("true", Assert.Single(replay.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal("complete", await StatusAsync(task));
    }

    [Fact]
    [Trait("Feature", "F101")]
    public async Task Patch_StateMovedOn_Is409WithWhoWasFirst()
    {
        var (_, step) = await FailedAsync("""{"case":"conflict"}""");
        await server.Http.PatchAsync(step, ApiServer.Json("""{"action_type":"resolve_manually","reason":"elsewhere","resolved_by":"ada"}"""));
        using var late = new HttpRequestMessage(HttpMethod.Patch, step) { Content = ApiServer.Json("""{"action_type":"reset_for_retry","reason":"again","reset_by":"bob"}""") };
        late.Headers.TryAddWithoutValidation("If-Match", "\"error\"");

        var response = await server.Http.SendAsync(late);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = await ApiServer.ReadAsync(response);
        Assert.Equal("user:ada", problem.GetProperty("by").GetString());
        Assert.Equal("resolved_manually", problem.GetProperty("current_state").GetString());
    }

    [Theory]
    [Trait("Feature", "F101")]
    [InlineData("""{"action_type":"explode","reason":"x"}""", "action_type")]
    [InlineData("""{"action_type":"fail"}""", "reason")]
    [InlineData("""{"action_type":"complete_manually","reason":"x"}""", "completion_data.result")]
    [InlineData("""{"action_type":"fail","reason":"x","expected_state":"tired"}""", "expected_state")]
    public async Task Patch_BadAction_NamesTheField(string body, string field)
    {
        var response = await server.Http.PatchAsync(
            "/v1/tasks/01890000-0000-7000-8000-000000000000/workflow_steps/01890000-0000-7000-8000-000000000001", ApiServer.Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, (await ApiServer.ReadAsync(response)).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    [Trait("Feature", "F101")]
    public async Task Step_OfAnotherTask_Is404()
    {
        var (_, step) = await FailedAsync("""{"case":"mine"}""");
        var (other, _) = await FailedAsync("""{"case":"yours"}""");
        var stepId = step[(step.LastIndexOf('/') + 1)..];

        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync($"{other}/workflow_steps/{stepId}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync($"{step}/audit")).StatusCode);
    }

    [Fact]
    [Trait("Feature", "F100")]
    public async Task Delete_BlockedTask_CancelsItOnce()
    {
        var (task, _) = await FailedAsync("""{"case":"cancel"}""");

        var first = await server.Http.DeleteAsync(task);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("cancelled", (await ApiServer.ReadAsync(first)).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await server.Http.DeleteAsync(task)).StatusCode);
        Assert.Contains(
            (await server.GetAsync(task + "/transitions")).GetProperty("transitions").EnumerateArray(),
            t => t.GetProperty("to_state").GetString() == "cancelled" && t.TryGetProperty("actor", out var actor) && actor.GetString() == "user:api");
    }

    private async Task<(string Task, string Step)> FailedAsync(string context)
    {
        var created = await server.PostTaskAsync($$"""{"namespace":"api","name":"broken","context":{{context}}}""");
        var task = created.Headers.Location!.OriginalString;
        await UntilEndedAsync(task);
        var steps = (await server.GetAsync(task + "/workflow_steps")).GetProperty("workflow_steps");
        return (task, $"{task}/workflow_steps/{steps[0].GetProperty("step_uuid").GetString()}");
    }

    private async Task<string> StatusAsync(string task) => (await server.GetAsync(task)).GetProperty("status").GetString()!;

    private Task<string> UntilEndedAsync(string task) => TaskerHarness.UntilAsync(() => StatusAsync(task), Ended.Contains);
}
