using System.Net;
using System.Text.Json;
using Xunit;

namespace Tasker.Tests.Web.Api;

/// <summary>Pauses, priorities and wake-up modes through the API.</summary>
public sealed class FlowApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    [Trait("Feature", "F023")]
    public async Task Pauses_PauseListResume_TaskShowsItMeanwhile()
    {
        var paused = await server.Http.PostAsync("/v1/pauses", ApiServer.Json(
            """{"scope": "template", "namespace": "api", "template": "unique", "reason": "deploy", "paused_by": "ana"}"""));
        Assert.Equal(HttpStatusCode.Created, paused.StatusCode);
        var body = await ApiServer.ReadAsync(paused);
        var created = await ApiServer.ReadAsync(await server.PostTaskAsync("""{"name": "unique", "namespace": "api", "context": {}}"""));
        var path = $"/v1/tasks/{created.GetProperty("task_uuid").GetString()}";

        var shown = Assert.Single((await server.GetAsync(path)).GetProperty("pauses").EnumerateArray().ToList());
        Assert.Equal(("template", "user:ana", "deploy"), (Text(shown, "scope"), Text(shown, "paused_by"), Text(shown, "reason")));
        Assert.Contains((await server.GetAsync("/v1/pauses")).GetProperty("pauses").EnumerateArray(), p => Text(p, "pause_uuid") == Text(body, "pause_uuid"));
        var again = await server.Http.PostAsync("/v1/pauses", ApiServer.Json("""{"scope": "template", "namespace": "API", "template": "unique", "reason": "again"}"""));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);

        var resumed = await server.Http.DeleteAsync(paused.Headers.Location + "?reason=done");

        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
        Assert.Empty((await server.GetAsync(path)).GetProperty("pauses").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"scope": "everything", "reason": "x"}""", 400)]
    [InlineData("""{"scope": "task", "reason": "x"}""", 400)]
    [InlineData("""{"scope": "task", "task_uuid": "1", "reason": "x"}""", 400)]
    [InlineData("""{"scope": "namespace", "namespace": "api", "queue": "q", "reason": "x"}""", 400)]
    [InlineData("""{"scope": "namespace", "namespace": "api"}""", 400)]
    [InlineData("""{"scope": "namespace", "namespace": "nothing", "reason": "x"}""", 404)]
    [InlineData("""{"scope": "queue", "queue": "nothing", "reason": "x"}""", 404)]
    [InlineData("""{"scope": "namespace", "namespace": "api", "reason": "x", "until": "2001-01-01T00:00:00Z"}""", 409)]
    public async Task Pauses_WrongRequest_IsRefused(string body, int status) =>
        Assert.Equal(status, (int)(await server.Http.PostAsync("/v1/pauses", ApiServer.Json(body))).StatusCode);

    [Fact]
    public async Task Pauses_ResumeUnknown_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.DeleteAsync($"/v1/pauses/{Guid.Empty}?reason=x")).StatusCode);

    [Fact]
    [Trait("Feature", "F035")]
    public async Task Priority_OfATaskThatWaits_IsChanged()
    {
        var paused = await server.Http.PostAsync("/v1/pauses", ApiServer.Json("""{"scope": "template", "namespace": "api", "template": "one", "reason": "x"}"""));
        var created = await ApiServer.ReadAsync(await server.PostTaskAsync("""{"name": "one", "namespace": "api", "context": {"n": 1}}"""));
        var path = $"/v1/tasks/{created.GetProperty("task_uuid").GetString()}/priority";

        var changed = await server.Http.PutAsync(path, ApiServer.Json("""{"priority": -7, "reason": "not urgent"}"""));

        Assert.Equal(-7, (await ApiServer.ReadAsync(changed)).GetProperty("priority").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.PutAsync(path, ApiServer.Json("""{"priority": 101, "reason": "x"}"""))).StatusCode);
        await server.Http.DeleteAsync(paused.Headers.Location + "?reason=done");
    }

    [Fact]
    [Trait("Feature", "F041")]
    public async Task WakeUp_Switched_IsShownByHealth()
    {
        var switched = await server.Http.PutAsync("/v1/workers/wake-up", ApiServer.Json("""{"mode": "hybrid", "reason": "test"}"""));
        Assert.Equal(HttpStatusCode.NoContent, switched.StatusCode);
        await Support.TaskerHarness.UntilAsync(
            async () => Text((await server.GetAsync("/health/detailed")).GetProperty("checks").GetProperty("wake_up"), "message"), m => m == "Hybrid");

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.PutAsync("/v1/workers/wake-up", ApiServer.Json("""{"mode": "fast", "reason": "x"}"""))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.PutAsync("/v1/workers/4711/wake-up", ApiServer.Json("""{"mode": "hybrid", "reason": "x"}"""))).StatusCode);
        await server.Http.PutAsync("/v1/workers/wake-up", ApiServer.Json("""{"mode": "polling_only", "reason": "test"}"""));
    }

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;
}
